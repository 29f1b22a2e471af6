import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { members, propertiesTable } from "./api-members.mjs";

const FOLDER = "docs/api";

/**
 * The reference of the constructs, from jsii's assembly: a page per construct, one for everything else that is public, and an index.
 * docs/api/examples/ has the example of each construct in TypeScript and Python, which tests run.
 */
export function apiPages(root) {
  const { types } = JSON.parse(readFileSync(join(root, ".jsii"), "utf8"));
  const all = Object.values(types).sort((one, other) => (one.name < other.name ? -1 : 1));
  const constructs = all.filter((type) => isConstruct(type, types));
  const shownThere = new Set(constructs.map((type) => propsOf(type)).filter(Boolean));
  const others = all.filter((type) => !constructs.includes(type) && !shownThere.has(type.fqn));
  const context = { types, linkOf: linksOf(constructs, others, shownThere) };
  const examples = join(root, FOLDER, "examples");
  const wanted = constructs.flatMap(({ name }) => [`${kebab(name)}.py`, `${kebab(name)}.ts`]).sort();
  const present = readdirSync(examples).sort();
  if (wanted.join() !== present.join()) {
    const missing = wanted.filter((name) => !existsSync(join(examples, name)));
    const idle = present.filter((name) => !wanted.includes(name));
    throw new Error(`${FOLDER}/examples: write ${missing.join(", ") || "nothing"}; remove ${idle.join(", ") || "nothing"}`);
  }
  const example = (name, extension) => readFileSync(join(examples, `${kebab(name)}.${extension}`), "utf8").trim();
  return {
    ...Object.fromEntries(constructs.map((type) => [`${FOLDER}/${kebab(type.name)}.md`, page(type, context, example)])),
    [`${FOLDER}/types.md`]: typesPage(others, context),
    [`${FOLDER}/index.md`]: index(constructs),
  };
}

function page(type, context, example) {
  const props = propsOf(type);
  return [
    `# ${type.name}`,
    prose(type.docs),
    `\`\`\`ts\n${example(type.name, "ts")}\n\`\`\``,
    `\`\`\`python\n${example(type.name, "py")}\n\`\`\``,
    type.initializer === undefined
      ? "Other constructs make it: it has no constructor of its own."
      : `## Properties\n\n\`new ${type.name}(scope, id${props === undefined ? "" : `, props${optional(type)}`})\``,
    props === undefined ? undefined : propertiesTable(context.types[props], context),
    ...members(type, context),
    "Names in other languages follow their habits: `onDestroy` is `on_destroy` in Python, `OnDestroy` in Go and C#.",
    "Next: [all constructs](index.md), and [values, options and enums](types.md).",
  ]
    .filter(Boolean)
    .join("\n\n")
    .concat("\n");
}

function optional({ initializer }) {
  return initializer.parameters.at(-1).optional ? "?" : "";
}

function typesPage(others, context) {
  const sections = others.map((type) => {
    const parts = [`## ${type.name}`, prose(type.docs)];
    if (type.kind === "enum") {
      const rows = type.members.map(({ name, docs }) => `| \`${name}\` | ${oneLine(docs)} |`);
      parts.push(["| member | meaning |", "| --- | --- |", ...rows].join("\n"));
    } else if (type.datatype) parts.push(propertiesTable(type, context));
    else parts.push(...members(type, context, "###"));
    return parts.filter(Boolean).join("\n\n");
  });
  return [
    "# Values, options and enums",
    "What the constructs take and give, besides themselves.",
    ...sections,
    "Next: [all constructs](index.md).",
  ]
    .join("\n\n")
    .concat("\n");
}

function index(constructs) {
  const rows = constructs.map(({ name, docs }) => `| [\`${name}\`](${kebab(name)}.md) | ${oneLine(docs)} |`);
  return [
    "# Constructs",
    "The construct library in detail, generated from its source. [Concepts](../guides/concepts.md) says what the words mean; the [provider's reference](../index.md) has the resources in HCL.",
    ["| construct | what it is |", "| --- | --- |", ...rows].join("\n"),
    "[Values, options and enums](types.md) has everything else: `Serve`, `Trait`, `Condition`, `FlagType` and so on.",
    "Next: [start here](../guides/start.md), or the [example in Python and Go](../../examples/checkout/README.md).",
  ]
    .join("\n\n")
    .concat("\n");
}

function isConstruct({ kind, base }, types) {
  if (kind !== "class" || base === undefined) return false;
  return /^(cdktf|constructs)\./.test(base) || (types[base] !== undefined && isConstruct(types[base], types));
}

function propsOf({ initializer }) {
  const last = initializer?.parameters?.at(-1)?.type.fqn;
  return last?.startsWith("flagform.") ? last : undefined;
}

/** Where a type is described; undefined for those of other libraries. */
function linksOf(constructs, others, shownThere) {
  const pages = new Map(constructs.map(({ fqn, name }) => [fqn, `${kebab(name)}.md`]));
  for (const type of constructs)
    if (shownThere.has(propsOf(type))) pages.set(propsOf(type), `${kebab(type.name)}.md#properties`);
  for (const { fqn, name } of others) pages.set(fqn, `types.md#${name.toLowerCase()}`);
  return (fqn) => pages.get(fqn);
}

function prose({ summary, remarks } = {}) {
  return [summary, remarks].filter(Boolean).join("\n\n");
}

function oneLine({ summary, remarks } = {}) {
  return [summary, remarks]
    .filter(Boolean)
    .join(" ")
    .replace(/\s*\n\s*/g, " ")
    .replace(/\|/g, "\\|");
}

function kebab(name) {
  return name.replace(/(?<=[a-z])[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
}
