import { getOwn } from "../../get-own";
import type { Diagnostic } from "../../terraform/diagnostic";
import { DiagnosticError, error } from "../../terraform/diagnostic";
import type { PlanContext } from "../../terraform/resource";
import { isUnknown, UNKNOWN, type Unknown } from "../../terraform/value";
import type { Client } from "../run/client";
import type { Given, Noun } from "./known-parents";

/**
 * How resources refer to their parents: by `flag` or `flag_id`, or both (likewise `environment` and `segment`). The provider
 * fills in what the configuration leaves out.
 */

const WHERE_FROM = {
  flag: "flagform_feature_flag.….id",
  environment: "flagform_environment.….id",
  segment: "flagform_segment.….id",
} as const;

export type ParentNoun = keyof typeof WHERE_FROM;

/** How a configuration refers to a parent that it creates. */
export function referenceTo(noun: ParentNoun): string {
  return WHERE_FROM[noun];
}

type Pair<N extends ParentNoun, V> = { readonly [K in N | `${N}_id`]: V };

/** The values of one attribute pair. */
interface Both<V> {
  readonly name: V;
  readonly id: V;
}

/** For `validate`: at least one of each pair must be set. */
export function validateParents<N extends ParentNoun>(config: Pair<N, Given>, nouns: readonly N[]): Diagnostic[] {
  return nouns.flatMap((noun) => {
    const { name, id } = bothOf(config, noun);
    return name === null && id === null ? [neither(noun)] : [];
  });
}

/** The planned names and ids of a resource's parents. */
export function plannedParents<N extends ParentNoun>(
  nouns: readonly N[],
  config: Pair<N, Given>,
  prior: Pair<N, string | null> | null,
  project: Given,
  context: PlanContext<Client>,
): Pair<N, string | Unknown> & Pair<ParentNoun, string | Unknown | null> {
  const pairs = nouns.flatMap((noun) => {
    const { name, id } = plannedParent(noun, bothOf(config, noun), prior && bothOf(prior, noun), project, context);
    if (bothOf(config, noun).id === null && typeof id === "string")
      context.client?.parents.keep(noun, id, nameOf(prior) ?? `what belongs to ${noun} ${String(name)}`);
    return [[noun, name] as const, [`${noun}_id`, id] as const];
  });
  return Object.fromEntries(pairs) as ReturnType<typeof plannedParents<N>>;
}

function plannedParent(
  noun: ParentNoun,
  config: Both<Given>,
  prior: Both<string | null> | null,
  project: Given,
  { client, ...context }: PlanContext<Client>,
): Both<Given> {
  const { name, id } = config;
  const parents = isUnknown(project) ? undefined : client?.parents;
  const where = isUnknown(project) ? null : project;
  if (id === null) {
    if (name === null) throw new DiagnosticError(neither(noun));
    const stays = prior !== null && !isUnknown(name) && isNamed(name, prior) && !parents?.isMaking(noun, where, name);
    if (!stays) return { name, id: UNKNOWN };
    return { name: name.startsWith("id:") ? prior.name : name, id: prior.id };
  }
  const isSame = prior !== null && prior.name !== null && id === prior.id;
  if (name === null) return { name: isSame ? prior.name : UNKNOWN, id };
  if (isUnknown(name) || isUnknown(id)) return { name, id };
  const actual = parents?.nameOf(noun, id);
  if (actual !== undefined && !isNamed(name, { name: actual, id })) warnOfMismatch(noun, name, actual, id, context.warn);
  return { name: isSame && !isNamed(name, prior) ? prior.name : name, id };
}

/** Whether a reference by name means the object with this name and id. */
export function isNamed(reference: string, { name, id }: Both<string | null>): boolean {
  return reference.toLowerCase() === name?.toLowerCase() || (id !== null && reference === `id:${id}`);
}

function warnOfMismatch(
  noun: ParentNoun,
  name: string,
  actual: string,
  id: string,
  warn: PlanContext<Client>["warn"],
): void {
  warn(
    `\`${noun}\` and \`${noun}_id\` do not belong together`,
    `The ${noun} with the id ${id} is called "${actual}", not "${name}": it was renamed, or one of the two is wrong. The id decides. Write ${noun} = ${JSON.stringify(actual)}, or leave \`${noun}\` out.`,
    [noun],
  );
}

function neither(noun: ParentNoun): Diagnostic {
  return error(
    `Which ${noun}?`,
    `Neither \`${noun}\` nor \`${noun}_id\` is given. Set one of them: its ${noun === "flag" ? "key" : "name"}, or its id (${WHERE_FROM[noun]}).`,
  );
}

/** The names of a resource in its state. */
function nameOf(prior: object | null): string | undefined {
  const id = prior === null ? undefined : getOwn({ ...prior } as Readonly<Record<string, unknown>>, "id");
  return typeof id === "string" ? id : undefined;
}

function bothOf<V>(values: { readonly [name: string]: V }, noun: Noun): Both<V> {
  return { name: values[noun] as V, id: values[`${noun}_id`] as V };
}

/** The planned value if it is known, otherwise the found one: what a state must contain after its apply. */
export function filledIn<F extends { readonly [name: string]: string }>(
  planned: { readonly [N in keyof F]: unknown },
  found: F,
): F {
  const known = Object.keys(found).filter((name) => !isUnknown(getOwn(planned, name)));
  return { ...found, ...Object.fromEntries(known.map((name) => [name, getOwn(planned, name)])) };
}

/** For the plan of a parent: what its children, planned after it, need to know about it. */
export function noteParent(
  noun: ParentNoun,
  { project, name }: { readonly project: Given; readonly name: Given },
  prior: { readonly id: string | null } | null,
  { client }: PlanContext<Client>,
): void {
  if (client && (isUnknown(project) || isUnknown(name))) client.parents.makingUnnamed(noun);
  if (!client || isUnknown(project) || typeof name !== "string") return;
  if (prior === null) {
    client.parents.making(noun, project, name);
  } else if (prior.id !== null) {
    client.parents.learn(noun, project, name, prior.id);
    client.parents.hold(noun, prior.id);
  }
}
