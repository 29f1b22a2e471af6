import { textIn, type Values } from "./plan/values";

/** Names of environments that are plainly not production. Everything else counts as production: better a danger too many. */
const OTHERS =
  /^(?:dev|devel|development|test|tests|testing|qa|uat|sit|stage|staging|stg|preview|previews|sandbox|demo|local|int|integration|ci|e2e|load|perf|preprod|pre-prod|pre-production|nonprod|non-production)(?:[-_ .:/0-9].*)?$/i;
const ENDS = /(?:^|[-_ .:/])(?:dev|development|test|testing|qa|uat|stage|staging|preview|sandbox|demo|local)[0-9]*$/i;

/** Which environments count as production: those that are named, else those whose name does not say otherwise. */
export function productionTest(named: readonly string[], environments: readonly Values[]): (environment: string) => boolean {
  if (named.length > 0) {
    const wanted = new Set(named.map((name) => name.toLowerCase()));
    return (environment) => wanted.has(environment.toLowerCase());
  }
  const stated = new Map(
    environments.flatMap((values) => {
      const [name, own] = [textIn(values, "name"), values["split"]];
      const production: unknown = typeof own === "object" && own !== null ? Reflect.get(own, "production") : undefined;
      return name !== undefined && typeof production === "boolean" ? [[name, production] as const] : [];
    }),
  );
  return (environment) => stated.get(environment) ?? !(OTHERS.test(environment) || ENDS.test(environment));
}
