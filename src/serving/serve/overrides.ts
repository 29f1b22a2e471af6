import type { TraceStep } from "../answer";
import type { Asking } from "../asking";
import { known, valueOr } from "../fact";
import { type Judged, judged } from "../matching/judged";
import type { OverrideSet, WorldOverride } from "../world/world";

/** The person's own override. */
export function identityOverride(asking: Asking, isNamed: (identifier: string) => boolean): WorldOverride | undefined {
  const { identityOverrides } = asking.definition;
  const found =
    identityOverrides.entries.find(({ subject }) => isNamed(subject)) ??
    unknownOverride(identityOverrides, "identity", asking);
  if (!found && asking.person.identity !== null) noteOthers(identityOverrides, "this identity", asking);
  return found;
}

export interface Found {
  readonly override: WorldOverride | undefined;
  readonly steps: readonly TraceStep[];
}

/** The override of the segments that the person is in which goes before the others. */
export function segmentOverride(
  overrides: readonly WorldOverride[],
  asking: Asking,
  isMember: (segment: string) => Judged,
): Found {
  const { segmentOverrides: set } = asking.definition;
  const open = unknownOverride(set, "segment", asking);
  if (open) return { override: open, steps: [judged(open.subject, true).step] };
  noteOthers(set, "segments of this person", asking);
  const steps: TraceStep[] = [];
  const matching: WorldOverride[] = [];
  for (const override of byPriority(overrides)) {
    const first = matching[0];
    // Those behind a match count only where nobody knows that they are behind.
    if (first && isBefore(first, override)) break;
    const { holds, step } = isMember(override.subject);
    steps.push(step);
    if (holds) matching.push(override);
  }
  return { override: firstOf(matching, asking), steps };
}

/** One that is known only after the apply is for the person. */
function unknownOverride(
  { complete }: OverrideSet<unknown>,
  noun: string,
  { person, chance }: Asking,
): WorldOverride | undefined {
  if (complete.known || complete.why !== "after apply" || (noun === "identity" && person.identity === null))
    return undefined;
  if (!chance.holds(complete.because, complete.because)) return undefined;
  return { subject: `an unknown ${noun}`, address: "", priority: known(null), enabled: complete, serve: complete };
}

function priorityOf({ priority }: WorldOverride): number | null {
  return valueOr(priority, null);
}

/** Those without a known priority stay where they are, before all that could be behind them. */
function byPriority(overrides: readonly WorldOverride[]): WorldOverride[] {
  return [...overrides].sort((one, other) => (priorityOf(one) ?? -1) - (priorityOf(other) ?? -1));
}

function isBefore(one: WorldOverride, other: WorldOverride): boolean {
  const [first, second] = [priorityOf(one), priorityOf(other)];
  return first !== null && second !== null && first < second;
}

/** Which of several wins is supposed where their order is not stated: each of them in turn. */
function firstOf(matching: readonly WorldOverride[], { chance }: Asking): WorldOverride | undefined {
  const [first, ...others] = matching.filter((each) => !matching.some((other) => isBefore(other, each)));
  if (!first || others.length === 0) return first;
  const because = `the person is in the segments ${[first, ...others].map(({ subject }) => JSON.stringify(subject)).join(" and ")}, and nothing here says whose override goes first`;
  return (
    [first, ...others.slice(0, -1)].find(({ subject }) => chance.holds(`${subject} first of ${because}`, because)) ??
    others.at(-1)
  );
}

function noteOthers({ complete }: OverrideSet<unknown>, whose: string, { world, assume }: Asking): void {
  if (!complete.known && !world.closed) assume(`that nobody else overrides the flag for ${whose} (${complete.because})`);
}

/** A step for an override of the identity itself. */
export function identityStep(asking: Asking, override: WorldOverride | undefined): TraceStep[] {
  const { identity } = asking.person;
  if (identity === null || asking.definition.identityOverrides.entries.length === 0) return [];
  return [judged(`an override for the identity ${JSON.stringify(identity)}`, override !== undefined).step];
}
