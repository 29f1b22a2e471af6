import type { AudiencePut, Changeset } from "../../adapter/edits/changeset";
import { serveFor, type VariantChoice } from "../../adapter/edits/variant-audience";
import type { Audience } from "../../model/audience";
import { ON } from "../../model/variant";
import { type FlagDocument, type Group, newGroup } from "../flag/document";
import { choiceOf } from "../flag/flag-variants";
import { dealing, dealt, percent, servedBy } from "./shares";
import { isForEveryone } from "./targeting";

/** The group for everyone who is in no other group: the definition's default. */

const BASE_NAME = "default";

/** The base group's place: the one of that name, else the last without targeting; -1 where there is none. */
export function baseIndex(rollout: readonly Group[]): number {
  const named = rollout.findIndex((group) => isForEveryone(group) && shownName(group) === BASE_NAME);
  return named >= 0 ? named : rollout.map(isForEveryone).lastIndexOf(true);
}

/** What everyone else gets. Off is being out of the rollout: applications get their own fallback. */
export function baseAudience(group: Group | undefined, document: FlagDocument): Audience {
  const choice = choiceOf(document.ruleset);
  const off = choice.boolean ? { off: { variant: choice.whenOff, boolean: true } } : {};
  if (!group || group.rollout_percentage <= 0) {
    if (choice.boolean && choice.whenOff !== null)
      return {
        enabled: false,
        served: { kind: "variant", variant: choice.whenOff, value: { kind: "boolean", value: false } },
        ...off,
      };
    const served = group
      ? servedBy(group, document)
      : ({ kind: "other", description: "nothing: nobody is in the rollout" } as const);
    return { enabled: false, served };
  }
  const served = servedBy(group, document);
  const isOff = choice.boolean && served.kind === "variant" && served.variant === choice.whenOff;
  return { enabled: !isOff, served, ...off };
}

/** The percentage of everyone in the rollout, also while it is off; undefined if unknown. */
export function basePercentage(group: Group | undefined): number | undefined {
  if (!group) return undefined;
  return group.rollout_percentage > 0 ? percent(group.rollout_percentage) : noted(group);
}

/** The changed base group; the same object if nothing changes. */
export function changedBase(
  current: Group | undefined,
  { default: stated, settings: { mixpanel: { rolloutPercentage } = {} } }: Pick<Changeset, "default" | "settings">,
  document: FlagDocument,
  attempted: string,
): Group | undefined {
  if (!stated && rolloutPercentage === undefined) return current;
  const before = baseAudience(current, document);
  const enabled = stated?.enabled ?? (current ? before.enabled : (stated?.whole?.enabled ?? true));
  const changed = stated
    ? withDeal(current, stated, { ...before, enabled }, document, attempted)
    : (current ?? rested(document));
  const share = rolloutPercentage ?? basePercentage(current) ?? 100;
  // Its shares serve off already: the percentage can stay.
  const staysOff = !enabled && !before.enabled && changed === current && changed.rollout_percentage > 0;
  if (!enabled && !staysOff) return off(changed, share);
  return on(changed, share);
}

function withDeal(
  current: Group | undefined,
  stated: AudiencePut,
  before: Audience,
  document: FlagDocument,
  attempted: string,
): Group {
  const group = current ?? rested(document);
  const choice = defaultChoice(document);
  if (before.enabled) {
    const kept = { ...before, served: servedBy(group, document) };
    const deal = serveFor({ ...stated, enabled: true }, stated.whole, kept, choice, attempted);
    return deal ? dealing(group, deal, document, attempted) : group;
  }
  // Off: the shares keep what is served once it is on again, if that is set.
  const serve = stated.serve ?? (current ? undefined : stated.whole?.serve);
  const deal = serve && serveFor({ enabled: true, serve }, undefined, undefined, choice, attempted);
  return deal ? dealing(group, deal, document, attempted) : group;
}

/** In the base group, off is not a variant, unless the flag is boolean. */
function defaultChoice({ ruleset }: FlagDocument): VariantChoice {
  const choice = choiceOf(ruleset);
  return choice.boolean ? choice : { ...choice, whenOff: null };
}

/** A base group that includes nobody. */
export function rested(document: FlagDocument): Group {
  const { boolean, whenOff, variants } = choiceOf(document.ruleset);
  const variant = boolean ? ON : (whenOff ?? variants[0]?.key ?? "");
  return dealt({ ...newGroup(BASE_NAME), rollout_percentage: 0 }, { kind: "variant", variant }, document, "");
}

function on(group: Group, share: number): Group {
  const name = shownName(group);
  const rollout_percentage = share / 100;
  if (Math.abs(group.rollout_percentage - rollout_percentage) < 1e-9 && name === group.name) return group;
  return { ...group, name, rollout_percentage };
}

/** There is no field for the percentage to restore: the name contains it. */
function off(group: Group, share: number): Group {
  const name = shownName(group);
  const note = share === 100 ? name : `${name ?? BASE_NAME} (off; ${share} % when on)`;
  if (group.rollout_percentage === 0 && note === group.name) return group;
  return { ...group, name: note, rollout_percentage: 0 };
}

const NOTE = / \(off; (\d+(?:\.\d+)?) % when on\)$/;

function shownName({ name }: Group): string | null {
  return name?.replace(NOTE, "") ?? null;
}

function noted({ name }: Group): number | undefined {
  const share = NOTE.exec(name ?? "")?.[1];
  return share === undefined ? undefined : Number(share);
}
