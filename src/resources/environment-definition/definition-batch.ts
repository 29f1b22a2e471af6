import type { DefinitionUnit } from "../../platforms/port/definition";
import type { Edit } from "../../platforms/port/edit";
import type { HandlerContext } from "../../terraform/resource";
import type { Planned } from "../../terraform/schema";
import { same } from "../common/known";
import type { Client } from "../run/client";
import { definitionEdits } from "./definition-edits";
import type { DefinitionState, environmentDefinitionAttributes } from "./environment-definition-attributes";
import { dropOwnedElsewhere } from "./plan/definition-claims";
import { identityChanges, identityEdits, NO_IDENTITIES } from "./sets/identity-set";
import { becomesExact, isListed, ownedOf, type SETS } from "./sets/listed-overrides";
import type { Others } from "./sets/others";
import { overrideEdits, withSegmentIds } from "./sets/override-set";

/** One definition to be written. */
export interface Writing {
  /** What the unit has of it already; null: nothing. */
  readonly base: DefinitionState | null;
  readonly state: DefinitionState;
  readonly planned: Planned<typeof environmentDefinitionAttributes>;
  readonly unit: DefinitionUnit;
  readonly adopts: boolean;
}

/** What is to be sent: edits of the unit, and identities where those are written apart from it. */
export async function batchOf({ base, state, planned, unit, adopts }: Writing, context: HandlerContext<Client>) {
  const { platform } = context.client;
  const { capabilities } = platform;
  // What an exact set had is released.
  const owned = base && isListed(base) ? ownedOf(base, context.private) : null;
  const others = <S extends (typeof SETS)[number]>(set: S): Others<NonNullable<DefinitionState[S]>> => {
    if (isListed(state)) return { kind: "listed", owned: owned?.[set] ?? ({} as NonNullable<DefinitionState[S]>) };
    const isNew = (base?.[set] ?? null) === null || becomesExact(base, state);
    return { kind: "exact", isNew, unlisted: isNew && !adopts ? "refuse" : "remove" };
  };
  // A list that names nothing and lets go of nothing needs no look at what there is.
  const isIdle = (set: (typeof SETS)[number]): boolean =>
    isListed(state) && [state[set], owned?.[set]].every((each) => Object.keys(each ?? {}).length === 0);
  const changes = (set: (typeof SETS)[number]): boolean =>
    state[set] !== null && !isIdle(set) && (becomesExact(base, state) || !same(state[set], base?.[set] ?? null));

  const edits: Edit[] = definitionEdits(base, state, platform, adopts);
  let segmentOverrides = state.segment_overrides;
  if (segmentOverrides !== null && changes("segment_overrides")) {
    const segments = await platform.segments.list(unit.project);
    const before = base?.segment_overrides ?? null;
    const targeted = overrideEdits(before, segmentOverrides, segments, others("segment_overrides"), capabilities);
    edits.push(...dropOwnedElsewhere(targeted, state, unit, context));
    segmentOverrides = withSegmentIds(planned.segment_overrides, segmentOverrides, segments);
  }
  const { identity_overrides: after } = state;
  if (after === null || !changes("identity_overrides")) return { edits, identities: NO_IDENTITIES, segmentOverrides };
  const before = base?.identity_overrides ?? null;
  if (platform.identityOverrides.inDefinition) {
    const targeted = identityEdits(before, after, capabilities, others("identity_overrides"));
    edits.push(...dropOwnedElsewhere(targeted, state, unit, context));
    return { edits, identities: NO_IDENTITIES, segmentOverrides };
  }
  const identities = await identityChanges(before, after, unit, platform, others("identity_overrides"));
  return { edits, identities, segmentOverrides };
}
