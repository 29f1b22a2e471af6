import type { Bodies, PlatformWorkbench } from "../support/platform-workbench";

/** The small stack that faults strike: a flag, two definitions, an override for a segment and one for an identity. */

const F = { flag: "${flagform_feature_flag.f.key}", flag_id: "${flagform_feature_flag.f.id}" };
const AFTER = { depends_on: ["flagform_environment_definition.production"] };

export const FLAG = "checkout";

export function stackThat(isOn: boolean): Bodies {
  return {
    feature_flag: { f: { key: FLAG, type: "boolean", description: isOn ? "The new one" : "The old one" } },
    environment_definition: {
      production: { ...F, environment: "production", enabled: isOn },
      preview: { ...F, environment: "preview", enabled: isOn, ...listed(isOn) },
    },
    segment_override: { o: { ...F, environment: "production", segment: "beta", enabled: !isOn, ...AFTER } },
    identity_override: { i: { ...F, environment: "production", identity: "user-42", enabled: !isOn, ...AFTER } },
  };
}

/** A segment leaves for another; of two identities one changes, and the other leaves. */
function listed(isOn: boolean): object {
  const each = { enabled: !isOn };
  return {
    overrides: "listed",
    segment_overrides: { [isOn ? "vip" : "beta"]: each },
    identity_overrides: { "user-7": each, ...(!isOn && { "user-9": each }) },
  };
}

export const ADDRESSES = [
  "flagform_environment_definition.preview",
  "flagform_environment_definition.production",
  "flagform_feature_flag.f",
  "flagform_identity_override.i",
  "flagform_segment_override.o",
];

export interface Operation {
  readonly name: "create" | "update" | "refresh" | "destroy";
  run(workbench: PlatformWorkbench): Promise<unknown>;
  /** What it leaves in the state; undefined: nothing. */
  readonly leaves: Bodies | undefined;
}

/** In their order, which ends as it began: one round after another on the same platform. */
export const OPERATIONS: readonly Operation[] = [
  { name: "create", run: (workbench) => workbench.apply(stackThat(false)), leaves: stackThat(false) },
  { name: "update", run: (workbench) => workbench.apply(stackThat(true)), leaves: stackThat(true) },
  { name: "refresh", run: (workbench) => workbench.plan(stackThat(true)), leaves: stackThat(true) },
  { name: "destroy", run: (workbench) => workbench.destroy(stackThat(true)), leaves: undefined },
];
