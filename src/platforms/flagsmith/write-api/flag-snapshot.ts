import { HttpError } from "../../../http/http-error";
import { describeUnit } from "../../adapter/edits/units";
import { unavailable } from "../../adapter/errors";
import type { DefinitionUnit } from "../../port/definition";
import type { PlatformError } from "../../port/platform-error";
import { fromTyped } from "../api/values";
import { statelessError } from "../flag/stateless-flag";
import type { FlagsmithContext } from "../run/context";
import type { FlagState, OverrideState } from "../state/definition";
import { fromWeights, type ShareRows, shareRowsOf } from "../state/variant-weights";

/** A flag in an environment, assembled from lists that every server has, with the ids of its rows. */
interface FlagSnapshot {
  readonly state: FlagState;
  readonly defaultState: number;
  readonly links: readonly LinkRow[];
  /** By the id of a state, the rows of its shares. */
  readonly shares: ReadonlyMap<number, ShareRows>;
}

/** The link between a segment and a flag in an environment. */
export interface LinkRow {
  readonly link: number;
  readonly segmentId: string;
  readonly priority: number;
  /** Undefined: the link exists without a state, or its state was not read. */
  readonly state: number | "unseen" | undefined;
}

/** `links`: reads links even if no override is served, because there may be links without a state. */
export async function readSnapshot(
  context: FlagsmithContext,
  unit: DefinitionUnit,
  { links: wantsLinks } = { links: false },
): Promise<FlagSnapshot | undefined> {
  const { parents } = context;
  try {
    const { live, listed } = await readRows(context, unit, wantsLinks);
    const byDefault = live.find((state) => state.feature_segment === null);
    if (!byDefault) {
      // The list was returned, so the key may read it.
      if ((await parents.missing(unit)) === undefined) throw statelessError(unit);
      return undefined;
    }
    const seen = listed.map(({ id, segment, priority }) => {
      return { link: id, segmentId: String(segment), priority, state: live.find((each) => each.feature_segment === id) };
    });
    const overrides = seen.flatMap(({ segmentId, priority, state }): OverrideState[] =>
      state ? [{ segmentId, priority, ...shown(state) }] : [],
    );
    return {
      state: { ...shown(byDefault), overrides: firstPerSegment(overrides) },
      defaultState: byDefault.id,
      links: seen.map(({ state, ...link }) => ({ ...link, state: state?.id })),
      shares: new Map(live.map(({ id, multivariate_feature_state_values: weights }) => [id, shareRowsOf(weights)])),
    };
  } catch (error) {
    // These older views answer 400 or 403 for something that does not exist.
    if (!(error instanceof HttpError) || error.kind !== "refused" || error.status === 401) throw error;
    await parents.missingParent(unit);
    return undefined;
  }
}

/** Before the second read, the third, …: a script that writes one override after another is done after a few seconds. */
const PAUSES = [100, 250, 500, 1000, 2000] as const;

/**
 * States and their links are two lists. If somebody publishes a version between the two, the links are others, and the states would
 * seem to be without: then both are read again. An override that is out of sight would be written again, or show as deleted: so it is an
 * error where somebody writes all the time.
 */
async function readRows(
  { client, clock, environment }: Pick<FlagsmithContext, "client" | "clock" | "environment">,
  unit: DefinitionUnit,
  wantsLinks: boolean,
): Promise<{ readonly live: readonly StateRow[]; readonly listed: readonly Link[] }> {
  for (let reads = 1; ; reads++) {
    const states = await client.featureStates(unit.environment.id, unit.flag.id);
    const live = states.filter(({ identity }) => identity === null || identity === undefined);
    const linked = live.flatMap(({ feature_segment: link }) => link ?? []);
    if (linked.length === 0 && !wantsLinks) return { live, listed: [] };
    const listed = await client.featureSegments(unit.environment.id, unit.flag.id);
    const ids = new Set(listed.map(({ id }) => id));
    if (linked.every((link) => ids.has(link))) return { live, listed };
    const pause = PAUSES[reads - 1];
    if (pause === undefined || environment.signal.aborted) throw tornError(unit, reads);
    environment.log("info", `read ${describeUnit(unit)}: its overrides changed in the meantime; reading them again`);
    await clock.sleep(pause, environment.signal);
  }
}

function tornError(unit: DefinitionUnit, reads: number): PlatformError {
  return unavailable(`read ${describeUnit(unit)}`, {
    reason: `somebody else changed its overrides between the list of its states and the list of their segments, each of the ${String(reads)} times that they were read`,
    nextStep: "Run it again when nobody else changes the flag, for example when the script that does is done.",
    subject: "flag",
  });
}

type Link = Awaited<ReturnType<FlagsmithContext["client"]["featureSegments"]>>[number];
type StateRow = Awaited<ReturnType<FlagsmithContext["client"]["featureStates"]>>[number];

function shown({ enabled, feature_state_value: value, multivariate_feature_state_values: weights }: StateRow) {
  return { enabled, value: fromTyped(value), variants: fromWeights(weights) };
}

/** Environments without versioning can hold several overrides for one segment; only the first counts. */
export function firstPerSegment<T extends { readonly segmentId: string; readonly priority: number }>(
  overrides: readonly T[],
): readonly T[] {
  const sorted = [...overrides].sort((one, other) => one.priority - other.priority);
  return sorted.filter((each, index) => sorted.findIndex(({ segmentId }) => segmentId === each.segmentId) === index);
}
