import { resolveName } from "../platforms/names";
import type { Edit, Platform, Segment, SegmentOverride, WholeOverride } from "../platforms/platform";
import { DiagnosticError, error } from "../terraform/diagnostic";
import type { State } from "../terraform/schema";
import { isUnknown } from "../terraform/value";
import type { environmentDefinitionAttributes } from "./environment-definition-attributes";
import { changedValue, readServe, servedValue, type ServeAttribute } from "./serve-value";

/** The exact set of segment overrides inside a definition. */

type Overrides = State<typeof environmentDefinitionAttributes>["segment_overrides"];
interface WithOverrides {
  readonly segment_overrides: Overrides;
}

interface StatedOverride {
  readonly priority: number | null;
  readonly enabled: boolean | null;
  readonly serve: ServeAttribute | null;
}

interface WithSegmentId {
  readonly segment_id: string | null;
}

/** Puts what changed, removes what is no longer listed. A null set manages nothing and removes only what it had listed. */
export function exactOverrideEdits(
  prior: WithOverrides | null,
  state: WithOverrides | null,
  segments: readonly Segment[],
  unlisted: "remove" | "refuse",
): Edit[] {
  const before = prior?.segment_overrides ?? null;
  const after = state?.segment_overrides ?? null;
  const find = (name: string, id: string | null) =>
    segments.find((each) => each.id === id) ?? resolveName(segments, name, "segment", `override flag for segment ${name}`);
  if (after === null) {
    // Handed over while the definition lives; removed with it.
    if (state !== null || before === null) return [];
    return Object.entries(before).flatMap(([name, { segment_id }]): Edit[] => {
      const segment = segments.find((each) => each.id === segment_id || each.name === name);
      return segment ? [{ kind: "remove-segment-override", segment }] : [];
    });
  }
  const puts = Object.entries(after).flatMap(([name, override]): Edit[] => {
    const stated = before?.[name];
    const base = stated && namesOneSegment(stated, override) ? stated : undefined;
    const value = changedValue(base?.serve ?? null, override.serve);
    const changes = {
      ...(override.priority !== null && override.priority !== (base?.priority ?? null) && { priority: override.priority }),
      ...(override.enabled !== (base?.enabled ?? null) && { enabled: override.enabled ?? true }),
      ...(value && { value }),
    };
    if (base && Object.keys(changes).length === 0) return [];
    const segment = find(name, override.segment_id);
    return [{ kind: "put-segment-override", segment, ...changes, ...(base && { whole: wholeOf(override) }) }];
  });
  const listed = Object.entries(after).map(([name, { segment_id }]) => find(name, segment_id));
  return [...puts, { kind: "keep-only-segment-overrides", segments: listed, unlisted }];
}

/** All that is stated of an override. */
export function wholeOf({ priority, enabled, serve }: StatedOverride): WholeOverride {
  const value = servedValue(serve);
  return { ...(priority !== null && { priority }), ...(enabled !== null && { enabled }), ...(value && { value }) };
}

/** Under one name: unless both ids are known and tell that the segment was replaced. */
function namesOneSegment(one: WithSegmentId, other: WithSegmentId): boolean {
  return one.segment_id === null || other.segment_id === null || one.segment_id === other.segment_id;
}

/** What the platform has, in the state's spelling; null stays unmanaged, unless the read follows an import. */
export function readOverrideSet(
  stated: Overrides,
  remote: readonly SegmentOverride[],
  segments: readonly Segment[],
  imported: boolean,
): Overrides {
  if (stated === null && !(imported && remote.length > 0)) return null;
  const bySegment = new Map(
    Object.entries(stated ?? {}).map(([name, override]) => {
      const segment =
        segments.find((each) => each.id === override.segment_id) ??
        segments.find((each) => each.name.toLowerCase() === name.toLowerCase());
      return [segment?.id, { name, override }] as const;
    }),
  );
  return Object.fromEntries(
    remote.map((each) => {
      const known = bySegment.get(each.segmentId);
      const name = known?.name ?? segments.find(({ id }) => id === each.segmentId)?.name ?? `id:${each.segmentId}`;
      return [
        name,
        {
          segment_id: known?.override.segment_id ?? null,
          priority: known && known.override.priority === null ? null : each.priority,
          enabled: each.enabled,
          serve: readServe(known?.override.serve ?? null, each.value, known === undefined),
        },
      ];
    }),
  );
}

/** Identities are many and change often: as an exact set they come with a later release. */
export function refuseIdentitySet(identities: unknown, platform: Platform): void {
  if (identities === null || isUnknown(identities)) return;
  throw new DiagnosticError(
    error(
      `The exact set of identity overrides cannot be managed on ${platform.title} yet`,
      "Declare each as a `flagform_identity_override`, which leaves those of others alone.",
      ["identity_overrides"],
    ),
  );
}
