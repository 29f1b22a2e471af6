import { getOwn } from "../../get-own";
import type { Asking } from "../asking";
import { findSegment } from "../world/find";
import type { WorldSegment } from "../world/world";
import { type Judged, judged, supposed } from "./judged";

/** A platform's own rules for who is in a segment whose rules or list are known. */
export type JudgeMembers = (segment: WorldSegment, asking: Asking, asked: string) => Judged;

/** Whether the person is in a segment, by name or `id:<id>`. */
export function judgeMembership(reference: string, asking: Asking, judge: JudgeMembers): Judged {
  const segment = findSegment(asking.world, reference);
  const name = segment?.name ?? reference;
  const asked = `segment ${JSON.stringify(name)}`;
  const given = getOwn(asking.person.segments, name);
  if (given !== undefined) return judged(asked, given, "it is given");
  if (!segment) return suppose(asked, `${asked} is not among these resources`, asking);
  if (asking.open.includes(asked)) return judged(asked, false, "it refers to itself");
  const unknown = unknownMembers(segment);
  if (unknown !== undefined) return suppose(asked, unknown, asking);
  return judge(segment, { ...asking, open: [...asking.open, asked] }, asked);
}

/** Follows both possibilities. */
export function suppose(asked: string, because: string, { chance }: Asking): Judged {
  return supposed(asked, chance.holds(asked, because), because);
}

/** Whether the segment lists the person, or its members are unknown. */
export function listsPerson(segment: WorldSegment, { person }: Asking): boolean {
  return segment.identities.known && person.identity !== null && segment.identities.value.includes(person.identity);
}

/** Why nothing is known of a segment's members; undefined where its rules or its list are known. */
function unknownMembers({ name, kind, rules, identities }: WorldSegment): string | undefined {
  if (kind === "large") return `the members of segment ${name} are uploaded in Split`;
  const named = JSON.stringify(name);
  for (const fact of [rules, identities])
    if (!fact.known && fact.why !== "unmanaged") return `the members of segment ${named} are ${fact.because}`;
  return rules.known || identities.known ? undefined : `the members of segment ${named} are not managed here`;
}
