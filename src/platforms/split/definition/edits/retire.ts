import type { Variant } from "../../../model/variant";
import { type Document, filled, LISTS, type Rule } from "../../document/document";
import type { Applied } from "./applied";

/**
 * Removes the treatments that are no longer declared. One that is still used stays until a batch removes its last use, and the
 * warning names its users.
 */
export function retire(
  document: Document,
  variants: readonly Variant[] | undefined,
  earlier: ReadonlySet<string>,
  attempted: string,
): Applied {
  const names = document.treatments.map(({ name }) => name);
  const leaving = variants
    ? names.filter((name) => !variants.some(({ key }) => key === name))
    : names.filter((name) => earlier.has(name));
  const used = leaving.map((name) => ({ name, users: usersOf(document, name) })).filter(({ users }) => users.length > 0);
  const gone = new Set(leaving.filter((name) => !used.some((each) => each.name === name)));
  return {
    document: gone.size === 0 ? document : without(document, gone),
    warnings: used.map(
      ({ name, users }) =>
        `${attempted}: treatment "${name}" is no longer declared but still used by ${users.join(", ")}: it is kept until nothing uses it.`,
    ),
    retiring: new Set(used.map(({ name }) => name)),
  };
}

function usersOf(document: Document, name: string): string[] {
  const serves = ({ buckets }: Pick<Rule, "buckets">): boolean => filled(buckets).some((each) => each.treatment === name);
  const treatment = document.treatments.find((each) => each.name === name);
  const targets = LISTS.flatMap((list) => (treatment?.[list] ?? []).map((target) => ({ list, target })));
  const rules = (document.rules ?? []).flatMap((rule, index) => (serves(rule) ? [`rule ${index + 1}`] : []));
  return [
    ...(serves({ buckets: document.defaultRule }) ? ["the default rule"] : []),
    ...(document.defaultTreatment === name ? ["when_off (the default treatment)"] : []),
    ...(document.baselineTreatment === name ? ["the baseline treatment"] : []),
    ...rules,
    ...targets.slice(0, MOST).map(({ list, target }) => `${list === "keys" ? "identity" : "segment"} "${target}"`),
    ...(targets.length > MOST ? [`${targets.length - MOST} more targets`] : []),
  ];
}

const MOST = 5;

/** Shares of 0 that name the treatment are removed too: Split refuses names that are not declared. */
function without(document: Document, gone: ReadonlySet<string>): Document {
  const names = (rule: Pick<Rule, "buckets">): boolean => rule.buckets.some(({ treatment }) => gone.has(treatment));
  const left = (buckets: Rule["buckets"]): Rule["buckets"] => buckets.filter(({ treatment }) => !gone.has(treatment));
  return {
    ...document,
    treatments: document.treatments.filter(({ name }) => !gone.has(name)),
    defaultRule: names({ buckets: document.defaultRule }) ? left(document.defaultRule) : document.defaultRule,
    ...(document.rules && {
      rules: document.rules.map((rule) => (names(rule) ? { ...rule, buckets: left(rule.buckets) } : rule)),
    }),
  };
}
