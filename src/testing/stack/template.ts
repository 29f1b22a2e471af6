import { parseExpression, type Expression } from "./expression";
import { endOfInterpolation } from "./tokens";

/**
 * A string as Terraform reads it: text, `${…}`, and the escapes `$${` and `%%{`. A string that is one interpolation and
 * nothing else keeps the type of its value.
 */
export function parseTemplate(source: string): Expression {
  const parts: Expression[] = [];
  let text = "";
  for (let at = 0; at < source.length; at++) {
    if (source.startsWith("$${", at) || source.startsWith("%%{", at)) {
      text += source.slice(at + 1, at + 3);
      at += 2;
    } else if (source.startsWith("${", at)) {
      const end = endOfInterpolation(source, at);
      if (text !== "") parts.push({ kind: "literal", value: text });
      text = "";
      parts.push(parseExpression(source.slice(at + 2, end)));
      at = end;
    } else if (source.startsWith("%{", at)) {
      throw new SyntaxError("template directives (%{…}) are not supported");
    } else {
      text += source[at] ?? "";
    }
  }
  const [only, ...more] = parts;
  if (only && more.length === 0 && text === "") return only;
  if (parts.length === 0) return { kind: "literal", value: text };
  return { kind: "template", parts: text === "" ? parts : [...parts, { kind: "literal", value: text }] };
}
