/** The row of each capability in the table, in this order. */
const ROWS = [
  ["freeValues", "Any value in each environment and override"],
  ["variants", "Variants"],
  ["definitionVariants", "Separate variants in each environment"],
  ["splits", "Percentage splits between variants"],
  ["booleanSplits", "Percentage splits of a boolean flag"],
  ["rollouts", "Rollouts that the platform advances by itself"],
  ["rules", "Targeting rules in a definition"],
  ["segmentRules", "Segments by conditions"],
  ["segmentIdentities", "Segments by a list of identities"],
  ["priorities", "Priorities of segment overrides"],
  ["killed", "`killed`: a switch that stops overrides too"],
  ["whenOff", "`when_off`: what is served where the flag is off"],
  ["archive", "Archiving flags"],
  ["environments", "Creating and deleting environments"],
];

/** The optional stores of a platform. */
const STORES = [
  ["projects", "Creating and deleting projects"],
  ["serverKeys", "Server-side keys"],
  ["identities", "Identities with their traits"],
  ["evaluator", "Reading what a user is served"],
];

/** Generated blocks by name: the table of all platforms, and a list for each of what it cannot. */
export function capabilityBlocks(platforms) {
  refuseUnnamed(platforms);
  const lacks = Object.fromEntries(platforms.map((each) => [`what ${each.name} cannot`, lackList(each)]));
  return { "who can what": `${table(platforms)}\n\n${footnotes(platforms)}`, ...lacks };
}

function refuseUnnamed(platforms) {
  const named = ROWS.map(([capability]) => capability);
  const declared = Object.keys(platforms[0].capabilities);
  const unnamed = declared.filter((each) => !named.includes(each));
  if (unnamed.length > 0) throw new Error(`scripts/docs/capabilities.mjs has no words for ${unnamed.join(", ")}: add a row`);
  const gone = named.filter((each) => !declared.includes(each));
  if (gone.length > 0)
    throw new Error(`scripts/docs/capabilities.mjs has rows for what is not a capability: ${gone.join(", ")}`);
}

function table(platforms) {
  const rows = [
    ["", ...platforms.map(({ title }) => title)],
    ["---", ...platforms.map(() => "---")],
    ...ROWS.map(([capability, words]) => [
      words,
      ...platforms.map(({ capabilities }) => yesNo(capabilities[capability].can)),
    ]),
    ...STORES.map(([store, words]) => [words, ...platforms.map((each) => yesNo(each[store] !== undefined))]),
  ];
  return rows.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function yesNo(can) {
  return can ? "yes" : "no";
}

function footnotes(platforms) {
  const lines = ROWS.flatMap(([capability, words]) => {
    const lacking = platforms.filter(({ capabilities }) => !capabilities[capability].can);
    const said = lacking.map(({ title, capabilities }) => `${title}: ${capabilities[capability].nearest}`);
    return said.length > 0 ? [`- ${words}. ${said.join(" ")}`] : [];
  });
  return `<details><summary>What works instead, where the table says no</summary>\n\n${lines.join("\n")}\n\n</details>`;
}

function lackList({ capabilities }) {
  const lacking = ROWS.filter(([capability]) => !capabilities[capability].can);
  const lines = lacking.map(([capability, words]) => `| ${words} | ${capabilities[capability].nearest} |`);
  return ["| Not supported | What works instead |", "| --- | --- |", ...lines].join("\n");
}
