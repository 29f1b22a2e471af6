import { traversal } from "./body";
import type { Configuration } from "./configuration";
import type { Expression } from "./expression";

/** Tells whether an attribute of a resource is sensitive by its schema. */
type SensitiveAttributes = (resource: string, attribute: string) => boolean;

/**
 * Whether the result of an expression must be masked: it comes from a sensitive variable or attribute, at any distance.
 */
export function isSensitive(expression: Expression, configuration: Configuration, attributes: SensitiveAttributes): boolean {
  const any = (parts: readonly Expression[]): boolean => parts.some((part) => isSensitive(part, configuration, attributes));
  switch (expression.kind) {
    case "literal":
      return false;
    case "template":
      return any(expression.parts);
    case "list":
      return any(expression.elements);
    case "object":
      return any(expression.entries.flat());
    case "call":
      return expression.name === "sensitive" || (expression.name !== "nonsensitive" && any(expression.args));
    case "choice":
      return any([expression.condition, expression.yes, expression.no]);
    case "operator":
      return any(expression.operands);
    case "name":
    case "step":
      return isSensitiveReference(expression, configuration, attributes);
  }
}

function isSensitiveReference(
  expression: Expression,
  configuration: Configuration,
  attributes: SensitiveAttributes,
): boolean {
  const { root, keys } = traversal(expression);
  if (root.kind !== "name") return isSensitive(root, configuration, attributes);
  const names = keys.flatMap((key) => (key.kind === "literal" && typeof key.value === "string" ? [key.value] : []));
  const [first = "", second = ""] = names;
  if (root.name === "var") return configuration.variables.get(first)?.sensitive ?? false;
  if (root.name === "local") {
    const local = configuration.locals.get(first);
    return local !== undefined && isSensitive(local, configuration, attributes);
  }
  const id = root.name === "data" ? `data.${first}.${second}` : `${root.name}.${first}`;
  const rest = names.slice(root.name === "data" ? 2 : 1);
  // An instance key may come before the attribute's name.
  return configuration.resources.has(id) && rest.some((name) => attributes(id, name));
}
