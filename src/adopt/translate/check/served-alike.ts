import { type FlagValue, sameValue, textOf } from "../../../platforms/model/flag-value";
import { plainValue } from "../../../resources/functions/plain-value";
import type { PlatformName } from "../../../resources/provider/provider-attributes";
import type { Answer, Outcome, Share } from "../../../serving/answer";
import { evaluate } from "../../../serving/evaluate";
import type { Person } from "../../../serving/person";
import type { ResourceValues } from "../../../serving/world/resource-values";
import type { World } from "../../../serving/world/world";
import { worldsOf } from "../../../serving/world/worlds-of";
import { allOf, type Inventory } from "../../inventory/adopted";
import type { Move } from "../move";
import { concernedBy, isConcerned } from "./concerned";
import { peopleOf } from "./people";

type Moved = Pick<Inventory, "flags" | "segments" | "definitions" | "overrides">;

/**
 * Asks of both sides what people are served, and lists the flags that serve somebody something else without a reason that is listed
 * for them already. Who falls into which share is drawn anew, so that only the shares are compared.
 */
export function compareServed(before: Moved, after: Moved, move: Move): void {
  const { losses, environments, from, to } = move;
  const [there, here] = [worldFor(before, from.name), worldFor(after, to.name)];
  if (!there || !here) return;
  const listed = losses.all;
  for (const [environment, definitions] of there.definitions) {
    const target = environments.get(environment);
    for (const [flag, definition] of target === undefined ? [] : definitions) {
      const concerned = concernedBy(listed, environment, flag);
      if (target === undefined || !concerned || !here.definitions.get(target)?.has(flag)) continue;
      const people = peopleOf(there, definition);
      const different = people.flatMap((person) => {
        const answer = evaluate(there, environment, flag, person);
        const difference = differenceOf(answer, evaluate(here, target, flag, person));
        return difference === undefined || isConcerned(answer, concerned, before)
          ? []
          : [`${describe(person)} ${difference}`];
      });
      const [example] = different;
      if (example !== undefined)
        losses.lose(
          `definition ${environment}/${flag}`,
          `${String(different.length)} of ${String(people.length)} sample users get something else: ${example}.`,
        );
    }
  }
}

export function worldFor(moved: Moved, platform: PlatformName): World | undefined {
  const all = allOf({ ...moved, leftOut: [], notes: [] });
  const resources = all.map(({ type, importId, body }): ResourceValues => {
    return { address: `${type} ${importId}`, type, values: plainValue(body) as Readonly<Record<string, unknown>> };
  });
  return worldsOf(resources, { platform, closed: true })[0];
}

/** What differs, in words. What one side cannot know is no difference. */
export function differenceOf(before: Answer, after: Answer): string | undefined {
  const [one, other] = [sharesOf(before), sharesOf(after)];
  if (!one || !other) return undefined;
  const total = (shares: readonly Share[], like: Share): number =>
    shares.reduce((sum, each) => (isAlike(each, like) ? sum + each.percent : sum), 0);
  const isSame = [...one, ...other].every((each) => Math.abs(total(one, each) - total(other, each)) <= ROUNDED);
  return isSame ? undefined : `gets ${sharesText(other)} and not ${sharesText(one)}`;
}

/** Shares may have been rounded to whole percentages. */
const ROUNDED = 1;

function sharesOf(answer: Answer): readonly Share[] | undefined {
  if (answer.kind === "unknown") return undefined;
  return answer.kind === "distribution" ? answer.shares : [{ percent: 100, outcome: answer.outcome }];
}

/** A switch is on or off, and other flags have a value: on most platforms that is all that an application gets. */
function isAlike({ outcome: one }: Share, { outcome: other }: Share): boolean {
  const isSwitch = [one, other].some(({ value }) => value?.kind === "boolean");
  if (isSwitch && one.enabled !== other.enabled) return false;
  return sameValue(one.value, other.value) || sameText(one.value, other.value) || (isOff(one) && isOff(other));
}

/** Off is false, or the application's own fallback. */
function isOff({ enabled, value }: Outcome): boolean {
  return !enabled && (value === null || value.value === false);
}

function sameText(one: FlagValue | null, other: FlagValue | null): boolean {
  return one !== null && other !== null && textOf(one) === textOf(other);
}

function sharesText(shares: readonly Share[]): string {
  return shares
    .map(({ percent, outcome: { enabled, value } }) => {
      const what = value === null ? "the application's own fallback" : JSON.stringify(value.value);
      return `${shares.length > 1 ? `${String(percent)} % ` : ""}${what}${enabled ? "" : " (off)"}`;
    })
    .join(", ");
}

function describe({ identity, traits }: Person): string {
  const known = Object.entries(traits).map(([name, value]) => `${name} = ${JSON.stringify(value)}`);
  return `${JSON.stringify(identity)}${known.length === 0 ? "" : ` with ${known.join(", ")}`}`;
}
