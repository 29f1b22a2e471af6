import type { Platform } from "../../platforms/port/platform";
import type { TextPlace } from "../../platforms/port/refusal";
import { DiagnosticError, error, type Diagnostic, type Path } from "../../terraform/diagnostic";
import { isUnknown } from "../../terraform/value";
import { member } from "../../terraform/values/equality";
import { same } from "./known";

/** By attribute, with dots: `*` stands for the elements of a list, set or map, `#` for the keys of a map. */
export type Texts = Readonly<Record<string, TextPlace>>;

/** Texts that the platform would refuse or change (white space that it trims, say): each is an error at its attribute. */
export function checkTexts(planned: object, prior: object | null, texts: Texts, platform: Platform): void {
  if (!platform.refuseText) return;
  const diagnostics: Diagnostic[] = [];
  for (const [path, place] of Object.entries(texts)) {
    const [attribute = "", ...rest] = path.split(".");
    const value = member(planned, attribute);
    // What stands is no reason to refuse a plan that leaves it alone.
    if (prior && same(value ?? null, member(prior, attribute) ?? null)) continue;
    for (const found of textsIn(value, rest, [attribute])) {
      const refusal = platform.refuseText(place, found.text);
      if (refusal !== undefined) diagnostics.push(error(`${platform.title} would not keep this text`, refusal, found.path));
    }
  }
  if (diagnostics.length > 0) throw new DiagnosticError(...diagnostics);
}

interface Found {
  readonly text: string;
  readonly path: Path;
}

function textsIn(value: unknown, [step, ...rest]: readonly string[], path: Path): readonly Found[] {
  if (isUnknown(value) || value === null || value === undefined) return [];
  if (step === undefined) return typeof value === "string" ? [{ text: value, path }] : [];
  if (typeof value !== "object") return [];
  if (step === "#") return Object.keys(value).map((text) => ({ text, path: [...path, text] }));
  if (step !== "*") return textsIn(member(value, step), rest, [...path, step]);
  // An element of a set has no path of its own.
  if (Array.isArray(value)) return value.flatMap((each) => textsIn(each, rest, path));
  return Object.entries(value).flatMap(([key, each]) => textsIn(each, rest, [...path, key]));
}
