import type { RemoteRule } from "../../../platforms/model/targeting-rule";
import type { Definition } from "../../../platforms/port/definition";
import { unsupportedServe } from "../../audience/read-audience";

/** What an import finds and no configuration can say, in the platform's words, by the attribute that is left unmanaged for it. */
export type UnsupportedContent = Readonly<
  Partial<Record<"serve" | "rules" | "segment_overrides" | "identity_overrides", string>>
>;

/** A set that has one such element is left out as a whole: without it, a plan would remove the element. */
export function unsupportedIn(definition: Definition): UnsupportedContent {
  const { rules, segmentOverrides, identityOverrides } = definition;
  const found = {
    serve: unsupportedServe(definition),
    rules: first(rules ?? [], ruleWords),
    segment_overrides: first(segmentOverrides, unsupportedServe),
    identity_overrides: first([...(identityOverrides ?? [])], ([identity, each]) => {
      const words = unsupportedServe(each);
      return words === undefined ? undefined : `${identity}: ${words}`;
    }),
  };
  return Object.fromEntries(Object.entries(found).filter(([, words]) => words !== undefined)) as UnsupportedContent;
}

export function warnUnsupported(
  unsupported: UnsupportedContent,
  where: string,
  { warn }: { warn(summary: string, detail: string): void },
): void {
  for (const [attribute, words] of Object.entries(unsupported))
    warn(
      "Part of a definition cannot be expressed here",
      `\`${attribute}\` of ${where} stays unmanaged, and as it is: ${words}. If the configuration sets it, the plan replaces that.`,
    );
}

function ruleWords(rule: RemoteRule): string | undefined {
  if (rule.when === undefined) return `a rule with ${rule.words ?? "conditions of the platform's own"}`;
  return unsupportedServe(rule);
}

function first<T>(all: readonly T[], words: (each: T) => string | undefined): string | undefined {
  for (const each of all) {
    const found = words(each);
    if (found !== undefined) return found;
  }
  return undefined;
}
