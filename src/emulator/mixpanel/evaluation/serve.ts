import { getOwn } from "../../../get-own";
import type { Site as BaseSite } from "../../wire/server/request";
import type { RolloutGroup, Variant } from "../areas/flag-body";
import type { Options } from "../options";
import type { Flag } from "../store/records";
import type { Store } from "../store/store";
import { normalizedHash } from "./hashing";
import type { Sdk } from "./runtime-rule";
import { matchesEvent, matchesRuntime } from "./runtime-rule";
import type { Candidate } from "./segment-match";
import { matchesDefinition } from "./segment-match";

/** The user, and who evaluates: Mixpanel, or an SDK with only the definitions. */
interface Visitor {
  readonly context: Readonly<Record<string, unknown>>;
  readonly profile: Readonly<Record<string, unknown>> | undefined;
  readonly events: readonly { readonly name: string; readonly properties: Readonly<Record<string, unknown>> }[];
  readonly mode: "remote" | "local";
  readonly sdk: Sdk;
}

/** Where flags are served from. */
export type Site = BaseSite<Store, Options>;

/** What an SDK returns: a variant, or the caller's own fallback and why. */
export type Served =
  | {
      readonly kind: "variant";
      readonly key: string;
      readonly value: unknown;
      readonly by: "test_user" | "override" | "split";
      readonly group?: number;
    }
  | { readonly kind: "fallback"; readonly reason: string };

/** Sections 3.4, 3.5, 3.7 and 4.3: test users, then the first group that the user qualifies for, then its variant. */
export function serve(flag: Flag, visitor: Visitor, site: Site): Served {
  const { fields } = flag;
  if (flag.deleted !== null) return fallback("the flag is deleted");
  if (fields.status !== "enabled") return fallback(`the flag is ${fields.status}`);
  if (visitor.mode === "local" && fields.serving_method === "remote_only") {
    return fallback("the flag is served remotely only");
  }
  if (!isServed(flag, site.store)) return fallback("the project has more enabled flags than its plan serves");
  if (!hasContext(fields.context, visitor)) return fallback(`the context has no "${fields.context}"`);
  const value = getOwn(visitor.context, fields.context);
  return testUser(flag, visitor) ?? rolledOut(flag, String(value), visitor, site) ?? fallback("no rollout group matches");
}

/** In local evaluation Node's SDK hashes the value even when it is null or empty. */
function hasContext(name: string, { context, mode, sdk }: Visitor): boolean {
  const value = getOwn(context, name);
  if (value === undefined) return false;
  return (mode === "local" && sdk === "node") || (value !== null && value !== "");
}

/** 4.6: beyond the plan's limit only the flags enabled first are served. */
function isServed(flag: Flag, store: Store): boolean {
  const started = (each: Flag): string => each.enabledAt ?? "";
  const earlier = store
    .flagsOf(flag.project)
    .filter((each) => each.deleted === null && each.fields.status === "enabled" && started(each) < started(flag));
  return earlier.length < (store.tables.projects.get(flag.project)?.limit ?? 0);
}

/** 3.5: by distinct id, whatever the flag's context is; an unknown variant is skipped. */
function testUser({ fields }: Flag, { context }: Visitor): Served | undefined {
  const { distinct_id: id } = context;
  if (typeof id !== "string" || id === "") return undefined;
  const users = new Map(Object.entries(fields.ruleset.test?.users ?? {}));
  const variant = named(fields.ruleset.variants, users.get(id));
  return variant && { kind: "variant", key: variant.key, value: variant.value, by: "test_user" };
}

function rolledOut(flag: Flag, value: string, visitor: Visitor, site: Site): Served | undefined {
  const { key, hash_salt: salt, ruleset } = flag.fields;
  const group = ruleset.rollout.findIndex((each, index) => {
    // With a salt the hash depends on the group's place, so moving or inserting groups buckets users again.
    const bucket = normalizedHash(value, salt === null ? `${key}rollout` : `${key}${salt}${index}`);
    return bucket < each.rollout_percentage && qualifies(flag, each, value, visitor, site);
  });
  const chosen = ruleset.rollout[group];
  if (chosen === undefined) return undefined;
  const override = named(ruleset.variants, chosen.variant_override?.key);
  const variant = override ?? dealt(flag, chosen, value, visitor.sdk);
  return variant && { kind: "variant", key: variant.key, value: variant.value, by: override ? "override" : "split", group };
}

/** Cohort AND runtime rule AND event (3.4). An SDK alone knows neither cohorts nor, on a server, events (4.3). */
function qualifies(flag: Flag, group: RolloutGroup, value: string, visitor: Visitor, site: Site): boolean {
  if (!matchesRuntime(group, visitor.context.custom_properties, visitor)) return false;
  if (visitor.mode === "local") return true;
  return matchesEvent(group, visitor.events) && matchesCohort(flag, group, value, visitor, site);
}

function matchesCohort(flag: Flag, group: RolloutGroup, value: string, visitor: Visitor, site: Site): boolean {
  const { cohort_hash: hash } = group;
  const isLookedUp = hash !== null && site.options.cohortHash === "looked_up";
  const definition = isLookedUp ? site.store.tables.targeted.get(hash) : group.cohort_definition;
  if (definition === null) return true;
  if (definition === undefined) return false;
  const { distinct_id: distinctId } = visitor.context;
  // Group contexts use cohorts of groups; devices are still looked up as users (3.6).
  const id = flag.fields.data_group_id === null && typeof distinctId === "string" ? distinctId : value;
  return matchesDefinition(definition, candidate(flag, id, visitor, site));
}

function candidate(flag: Flag, id: string, visitor: Visitor, { store }: Site): Candidate {
  const project = store.tables.projects.get(flag.project);
  const known = new Map(Object.entries(project?.profiles ?? {})).get(id);
  const cohorts = new Map(store.cohortsOf(flag.project).map((each) => [each.id, each]));
  return { id, profile: { ...known, ...visitor.profile }, cohorts };
}

/** Cuts [0, 1) in the order of the variants; a group's splits replace only those that they name (3.4). */
function dealt(flag: Flag, group: RolloutGroup, value: string, sdk: Sdk): Variant | undefined {
  const { key, hash_salt: salt, ruleset } = flag.fields;
  const bucket = normalizedHash(value, `${key}${salt ?? ""}variant`);
  const splits = new Map(Object.entries(group.variant_splits));
  const variants =
    sdk === "node" ? ruleset.variants : [...ruleset.variants].sort((one, other) => (one.key < other.key ? -1 : 1));
  let reached = 0;
  for (const variant of variants) {
    reached += splits.get(variant.key) ?? variant.split;
    if (bucket < reached) return variant;
  }
  return variants[variants.length - 1];
}

function named(variants: readonly Variant[], key: string | undefined): Variant | undefined {
  return variants.find((each) => each.key.toLowerCase() === key?.toLowerCase());
}

function fallback(reason: string): Served {
  return { kind: "fallback", reason };
}
