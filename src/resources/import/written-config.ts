import { member } from "../../terraform/values/equality";

/** Generated configuration names the parents as people do: an id stays only where there is no name. */
export function namesOnly<C extends object>(config: C, nouns: readonly ("environment" | "flag" | "segment")[]): C {
  const named = nouns.filter((noun) => (member(config, noun) ?? null) !== null);
  return { ...config, ...Object.fromEntries(named.map((noun) => [`${noun}_id`, null])) };
}
