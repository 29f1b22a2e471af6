/** The parts of a type's description that are tables and signatures. */

/** What a struct takes: what is required first, what it inherits of ours included. */
export function propertiesTable(type, context) {
  const own = propertiesOf(type, context.types);
  const foreign = foreignBases(type, context.types);
  const sorted = [...own].sort(
    (one, other) => Number(Boolean(one.optional)) - Number(Boolean(other.optional)) || (one.name < other.name ? -1 : 1),
  );
  const rows = sorted.map(({ name, type: of, optional, docs = {} }) => {
    const fallback = optional ? (docs.default ?? "none").replace(/^- /, "") : "**required**";
    return `| \`${name}\` | ${typeName(of, context)} | ${cell(fallback)} | ${cell(sentence(docs))} |`;
  });
  const more = foreign.length === 0 ? [] : [`\nAnd what every resource has in CDKTF: ${META}.`];
  return ["| property | type | default | |", "| --- | --- | --- | --- |", ...rows, ...more].join("\n");
}

const META = "`dependsOn`, `lifecycle`, `provider`, `count`, `forEach`, `provisioners`, `connection`";

function propertiesOf(type, types) {
  const inherited = (type.interfaces ?? []).flatMap((fqn) => (types[fqn] ? propertiesOf(types[fqn], types) : []));
  return [...(type.properties ?? []), ...inherited];
}

function foreignBases(type, types) {
  return (type.interfaces ?? []).flatMap((fqn) =>
    types[fqn] ? foreignBases(types[fqn], types) : fqn === "cdktf.TerraformMetaArguments" ? [fqn] : [],
  );
}

/** Static and other methods, and attributes, of a class or an interface with behaviour. */
export function members(type, context, level = "##") {
  const methods = (type.methods ?? []).filter((each) => !each.protected);
  const attributes = (type.properties ?? []).filter(
    (each) => !each.protected && each.name !== "tfResourceType" && each.docs?.summary,
  );
  const section = (title, lines) => (lines.length === 0 ? [] : [`${level} ${title}`, lines.join("\n")]);
  return [
    ...section(
      "Static methods",
      methods.filter((each) => each.static).map((each) => method(`${type.name}.`, each, context)),
    ),
    ...section(
      "Methods",
      methods.filter((each) => !each.static).map((each) => method("", each, context)),
    ),
    ...section(
      "Attributes",
      attributes.map((each) => `- \`${each.name}\` (${typeName(each.type, context)}): ${sentence(each.docs)}`),
    ),
  ];
}

function method(prefix, { name, parameters = [], returns, docs }, context) {
  const list = parameters.map(
    ({ name: each, optional, variadic: many }) => `${many ? "..." : ""}${each}${optional ? "?" : ""}`,
  );
  const given = returns === undefined ? "" : ` → ${typeName(returns.type, context)}`;
  const details = parameters
    .filter((each) => !["scope", "id"].includes(each.name))
    .map((each) => `  - \`${each.name}\` (${typeName(each.type, context)})${each.docs ? `: ${sentence(each.docs)}` : ""}`);
  return [`- \`${prefix}${name}(${list.join(", ")})\`${given}: ${sentence(docs)}`, ...details].join("\n");
}

/** As TypeScript writes it, with a link where the type is ours. */
export function typeName(type, context) {
  if (type === undefined) return "nothing";
  if (type.primitive) return type.primitive;
  if (type.collection) {
    const element = typeName(type.collection.elementtype, context);
    return type.collection.kind === "array" ? `list of ${element}` : `map of ${element}`;
  }
  if (type.union) return type.union.types.map((each) => typeName(each, context)).join(" or ");
  const name = type.fqn.slice(type.fqn.lastIndexOf(".") + 1);
  const link = context.linkOf(type.fqn);
  return link === undefined ? `\`${name}\`` : `[${name}](${link})`;
}

function sentence({ summary, remarks } = {}) {
  return [summary, remarks]
    .filter(Boolean)
    .join(" ")
    .replace(/\s*\n\s*/g, " ");
}

function cell(text) {
  return text.replace(/\|/g, "\\|");
}
