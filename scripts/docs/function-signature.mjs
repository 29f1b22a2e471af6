import { schemaSection, typeName } from "./schema-section.mjs";

/** The sections of a function's page: how it is called, its arguments, and what it returns. */
export function functionSignature({ name, parameters, variadic, returns }) {
  const written = [...parameters, ...(variadic ? [{ ...variadic, name: `${variadic.name}…` }] : [])];
  const list = written.map((each) => `${each.name} ${wordOf(each.type)}`).join(", ");
  return [
    `## Signature\n\n\`\`\`text\n${name}(${list}) ${wordOf(returns)}\n\`\`\``,
    `## Arguments\n\n${written.map(argument).join("\n")}`,
    ...(returns.kind === "object" ? [schemaSection(returns.attributes).replace("## Schema", "## Returns")] : []),
  ];
}

function argument({ name, type, description, nullable }, index) {
  const marks = [type.kind === "any" ? "Any type" : typeName(type), nullable && "may be null"];
  return `${index + 1}. \`${name}\` (${marks.filter(Boolean).join(", ")}) ${description}`;
}

function wordOf({ kind, element }) {
  if (kind === "integer") return "number";
  return element ? `${kind} of ${wordOf(element)}` : kind;
}
