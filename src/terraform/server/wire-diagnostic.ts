import { getOwn } from "../../get-own";
import type { Diagnostic, Path } from "../diagnostic";
import { printable } from "../printable";
import type { AttributePathInput, DiagnosticInput } from "../protocol/messages";
import { SEVERITY } from "../protocol/messages";
import type { Attributes, Type } from "../schema";

/** Each message once, with paths that core can find in the configuration. */
export function wireDiagnostics(attributes: Attributes, diagnostics: readonly Diagnostic[]): DiagnosticInput[] {
  const seen = new Set<string>();
  return diagnostics.flatMap((given) => {
    // They contain names and texts from servers, and Terraform prints them as they are.
    const diagnostic = { ...given, summary: inOneLine(printable(given.summary)), detail: printable(placed(given)) };
    const key = JSON.stringify([diagnostic.severity, diagnostic.summary, diagnostic.detail, diagnostic.path]);
    if (seen.has(key)) return [];
    seen.add(key);
    const attribute = diagnostic.path && wirePath(attributes, diagnostic.path);
    return [{ severity: SEVERITY[diagnostic.severity], summary: diagnostic.summary, detail: diagnostic.detail, attribute }];
  });
}

/** Terraform shows the line where an attribute of the block begins, which may hold forty overrides: what is inside of it is named. */
function placed({ summary, detail, path = [] }: Diagnostic): string {
  const place = placeOf(path);
  const isNamed = [place, path.join(".")].some((each) => summary.includes(each) || detail.includes(each));
  return path.length < 2 || isNamed ? detail : [detail, `Attribute: ${place}`].join("\n\n").trim();
}

/** As configurations write it: `segment_overrides["beta"].serve`. */
function placeOf([first = "", ...rest]: Path): string {
  const steps = rest.map((part) => {
    if (typeof part === "number") return `[${String(part)}]`;
    return /^[a-z_][a-z0-9_]*$/.test(part) ? `.${part}` : `[${JSON.stringify(part)}]`;
  });
  return [String(first), ...steps].join("");
}

function inOneLine(text: string): string {
  return text.replaceAll("\n", "\\n");
}

/**
 * A path of names, keys and indices as attribute, map and list steps. It ends early at a set, whose elements have no
 * address, and where it leaves the schema.
 */
export function wirePath(attributes: Attributes, path: Path): AttributePathInput | undefined {
  const steps: NonNullable<AttributePathInput["steps"]>[number][] = [];
  let type: Type = { kind: "object", attributes };
  for (const part of path) {
    if (type.kind === "object" && typeof part === "string" && Object.hasOwn(type.attributes, part)) {
      const attribute: { type: Type } | undefined = getOwn(type.attributes, part);
      if (attribute === undefined) break;
      steps.push({ attributeName: part });
      type = attribute.type;
    } else if (type.kind === "list" && typeof part === "number") {
      steps.push({ elementKeyInt: part });
      type = type.element;
    } else if (type.kind === "map") {
      steps.push({ elementKeyString: String(part) });
      type = type.element;
    } else {
      break;
    }
  }
  return steps.length > 0 ? { steps } : undefined;
}
