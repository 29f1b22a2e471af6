import type { Changeset } from "../../adapter/edits/changeset";
import type { FlagAnswer } from "../api/answers";
import type { FlagDocument, Group } from "../flag/document";
import { overriddenCohort } from "./targeting";

/** Side effects of a write, as warnings. */
export function warningsOf(
  live: FlagAnswer,
  after: FlagDocument,
  wanted: Changeset,
  usersOfDropped: ReadonlyMap<string, readonly string[]>,
): readonly string[] {
  return [
    ...[...usersOfDropped].flatMap(([key, users]) =>
      users.length === 0
        ? []
        : [`Variant "${key}" is still served to ${users.join(", ")}: it is kept until its last use ends.`],
    ),
    ...bucketedAgain(live, after),
    ...staysKilled(live, after, wanted),
    ...localCohorts(live, after),
    ...(live.hasPictures
      ? [`The pictures of the variants of "${live.key}" are lost: no published request can send them back.`]
      : []),
  ];
}

/** With a salt, a group's place is part of the hash that decides who is in it. */
function bucketedAgain(
  { ruleset: { rollout: before }, hash_salt }: FlagAnswer,
  { ruleset: { rollout: after } }: FlagDocument,
): string[] {
  if (hash_salt === null) return [];
  const moved = after.filter((group, index) => {
    const was = before.findIndex((each) => isOneGroup(each, group));
    return was >= 0 && was !== index && isPartial(group);
  });
  if (moved.length === 0) return [];
  const names = moved.map(({ name }) => (name === null ? "one without a name" : `"${name}"`)).join(", ");
  return [
    `The rollout groups ${names} include only a share of their users and move to another position in the list, which is part of the hash: ` +
      "these users are bucketed again.",
  ];
}

function isOneGroup(one: Group, other: Group): boolean {
  if (one === other) return true;
  const cohort = overriddenCohort(one);
  return cohort === undefined ? one.name !== null && one.name === other.name : cohort === overriddenCohort(other);
}

function isPartial({ rollout_percentage: share }: Group): boolean {
  return share > 0 && share < 1;
}

function staysKilled(live: FlagAnswer, after: FlagDocument, wanted: Changeset): string[] {
  const turnsOn =
    (wanted.default !== undefined && wanted.default.enabled !== false) ||
    wanted.segments.puts.size > 0 ||
    wanted.identities.puts.size > 0 ||
    wanted.rules !== undefined;
  if (after.status !== "disabled" || wanted.killed !== undefined || !turnsOn) return [];
  return [`The flag "${live.key}" is disabled there, so nobody gets it: set killed = false to switch it on.`];
}

/** SDKs that evaluate by themselves know no cohorts: a group for a cohort is for everyone there. */
function localCohorts(live: FlagAnswer, { serving_method: method, ruleset }: FlagDocument): string[] {
  if (method !== "remote_or_local" && method !== "server") return [];
  const isNew = ruleset.rollout.some(
    (group) => group.cohort_definition !== null && !live.ruleset.rollout.some((each) => isOneGroup(each, group)),
  );
  if (!isNew) return [];
  return [
    `The flag "${live.key}" is served by the method "${method}": SDKs that evaluate it locally do not know cohorts, and give everyone ` +
      'the value for a segment. Set mixpanel.serving_method = "remote_only" if that matters.',
  ];
}
