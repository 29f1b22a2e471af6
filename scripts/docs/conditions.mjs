/** Which conditions a platform takes: each is offered to it, in a segment and in a definition's rule, as a plan does. */
export function conditionBlocks(platforms, { operators, types }) {
  return Object.fromEntries(platforms.map((each) => [`conditions of ${each.name}`, conditionTable(each, operators, types)]));
}

/** What operators that are not content with one text are offered. */
const SAMPLES = {
  between: { values: ["1", "2"] },
  one_of: { values: ["1", "2"] },
  not_one_of: { values: ["1", "2"] },
  has_any_of: { values: ["1", "2"] },
  has_all_of: { values: ["1", "2"] },
  has_none_of: { values: ["1", "2"] },
  has_exactly: { values: ["1", "2"] },
  is_part_of: { values: ["1", "2"] },
  is_set: {},
  is_not_set: {},
  in_segment: { trait: null, values: ["beta"] },
  not_in_segment: { trait: null, values: ["beta"] },
  flag_serves: { values: ["on"] },
  flag_does_not_serve: { values: ["on"] },
  percentage: { trait: null, value: "20" },
  modulo: { value: "2|1" },
};

const VALUES = {
  boolean: ["true", "false"],
  date: ["2027-01-01T00:00:00Z", "2027-02-01T00:00:00Z"],
  version: ["1.2.3", "2.0.0"],
};

function conditionTable(platform, operators, types) {
  const places = platform.capabilities.rules.can ? ["segment", "definition"] : ["segment"];
  const head = ["Condition", "in a segment", "in a rule"].slice(0, places.length + 1);
  const together = new Map();
  for (const operator of operators) {
    const cells = places.map((place) => cell(platform, operator, types, place)).join(" | ");
    together.set(cells, [...(together.get(cells) ?? []), `\`${operator}\``]);
  }
  const lines = [...together].map(([cells, alike]) => `| ${alike.join(", ")} | ${cells} |`);
  return [`| ${head.join(" | ")} |`, `| ${head.map(() => "---").join(" | ")} |`, ...lines].join("\n");
}

/** The values of `type` that it accepts, besides no type. */
function cell(platform, operator, types, place) {
  if (!takes(platform, operator, null, place)) return "no";
  const typed = types.filter((type) => takes(platform, operator, type, place));
  const sayType = TYPED.includes(operator) && typed.length > 0 && typed.length < types.length;
  return sayType ? `yes (${typed.join(", ")})` : "yes";
}

/** Where `type` decides anything. */
const TYPED = "equal_to not_equal_to greater_than at_least less_than at_most between one_of not_one_of".split(" ");

function takes({ refuseRules }, operator, type, place) {
  const plain = { operator, trait: "plan", value: null, values: null, type };
  const sample = SAMPLES[operator] ?? { value: "1" };
  const condition = { ...plain, ...sample, ...(type in VALUES && valuesOf(sample, VALUES[type])) };
  // With another condition: a rule for only a segment is a segment override.
  const other = { operator: "equal_to", trait: "country", value: "NL", values: null, type: null };
  const rules = [{ match: "all", conditions: [other, condition], rules: [] }];
  return refuseRules?.(rules, place) === undefined;
}

function valuesOf(sample, [first, second]) {
  return sample.values ? { values: [first, second] } : { value: first };
}
