import type { Segment, SegmentSettings } from "../../platforms/port/segment";
import { DiagnosticError, error } from "../../terraform/diagnostic";
import type { PlanContext } from "../../terraform/resource";
import type { Planned } from "../../terraform/schema";
import { isUnknown } from "../../terraform/value";
import { changedFields, orNull, readFields } from "../common/flagsmith/flagsmith-columns";
import { plannedParents } from "../parents/planned-parent";
import type { Client } from "../run/client";
import type { segmentAttributes } from "./segment-attributes";
import { type SegmentState } from "./segment-attributes";

/** Flagsmith's own settings of segments: custom fields, and the one flag that a segment may be created for. */

type FlagsmithAttribute = SegmentState["flagsmith"];

export function flagsmithChanges(
  prior: FlagsmithAttribute,
  planned: FlagsmithAttribute,
): Pick<SegmentSettings, "flagsmith"> {
  if (planned === null) return {};
  const metadata = changedFields(prior?.metadata ?? null, planned.metadata);
  const flag = planned.flag_id === null ? planned.flag : `id:${planned.flag_id}`;
  const isOther = planned.flag !== (prior?.flag ?? null) || planned.flag_id !== (prior?.flag_id ?? null);
  const flagsmith = { ...(flag !== null && isOther && { flag }), ...(metadata && { metadata }) };
  return Object.keys(flagsmith).length > 0 ? { flagsmith } : {};
}

export function readFlagsmith(
  stated: FlagsmithAttribute,
  found: Segment["flagsmith"],
  imported: boolean,
): FlagsmithAttribute {
  if (!found) return stated;
  // Set at creation and never changed: the state's flag is valid as long as the segment exists.
  const isUnsaid = imported && stated?.flag == null && stated?.flag_id == null && found.flagId !== null;
  return orNull(
    {
      flag: stated?.flag ?? (isUnsaid ? `id:${found.flagId ?? ""}` : null),
      flag_id: stated?.flag_id ?? (imported || stated?.flag != null ? found.flagId : null),
      metadata: readFields(stated?.metadata ?? null, found.metadata, imported),
    },
    stated,
  );
}

type PlannedSegment = Planned<typeof segmentAttributes>;

type PlannedFlagsmith = PlannedSegment["flagsmith"];

/** The one flag that it is for, by its key and its id, whichever is set. */
export function withItsFlag(
  config: PlannedFlagsmith,
  { flagsmith, project }: PlannedSegment,
  prior: SegmentState | null,
  context: PlanContext<Client>,
): PlannedFlagsmith {
  if (config === null || flagsmith === null || isUnknown(config) || isUnknown(flagsmith)) return flagsmith;
  if (config.flag === null && config.flag_id === null) return prior?.flagsmith ? flagsmith : { ...flagsmith, ...NO_FLAG };
  return { ...flagsmith, ...plannedParents(["flag"], config, prior?.flagsmith ?? null, project, context) };
}

/** In generated configuration: `flag = "id:<id>"` and `flag_id` say the same. */
export function withItsFlagOnce(config: PlannedFlagsmith): PlannedFlagsmith {
  if (config === null || isUnknown(config) || config.flag === null) return config;
  return { ...config, flag_id: null };
}

const NO_FLAG = { flag: null, flag_id: null };

export function filledFlag(planned: PlannedFlagsmith, state: FlagsmithAttribute, id: string | null): FlagsmithAttribute {
  if (state === null || planned === null || isUnknown(planned) || !isUnknown(planned.flag_id)) return state;
  return { ...state, flag_id: id };
}

export function flagOf({ flagsmith }: Segment): string | null {
  return flagsmith?.flagId ?? null;
}

export function hasOtherFlag(prior: SegmentState, { flagsmith }: PlannedSegment): boolean {
  const before = prior.flagsmith?.flag_id ?? null;
  return before !== null && flagsmith !== null && !isUnknown(flagsmith) && flagsmith.flag_id !== before;
}

/** Two keys are two flags; an id may be either. */
export function refuseOtherFlag(prior: SegmentState, { flagsmith }: PlannedSegment): void {
  const before = prior.flagsmith?.flag ?? null;
  if (before === null || flagsmith === null || isUnknown(flagsmith)) return;
  const { flag } = flagsmith;
  if (flag === null || isUnknown(flag) || flag.toLowerCase() === before.toLowerCase()) return;
  if (flag.startsWith("id:") || before.startsWith("id:")) return;
  throw new DiagnosticError(
    error(
      "A segment cannot move to another flag",
      `Segment ${prior.name} was created for flag ${before}. Create another segment for flag ${flag}, or replace this one (terraform apply -replace=ADDRESS), which deletes its overrides.`,
      ["flagsmith", "flag"],
    ),
  );
}
