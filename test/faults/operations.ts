import type { Bodies, PlatformWorkbench } from "../support/platform-workbench";

/** The small stack that faults strike: a flag, two definitions, one of which lists overrides, one override for a segment, one for an identity. */

const F = { flag: "${flagform_feature_flag.f.key}", flag_id: "${flagform_feature_flag.f.id}" };
const AFTER = { depends_on: ["flagform_environment_definition.production"] };

const B = { flag: "${flagform_feature_flag.b.key}", flag_id: "${flagform_feature_flag.b.id}" };

export const FLAG = "checkout";

export function stackThat(isOn: boolean): Bodies {
  return {
    feature_flag: { f: { key: FLAG, type: "boolean", description: isOn ? "The new one" : "The old one" } },
    environment_definition: {
      production: { ...F, environment: "production", enabled: isOn },
      preview: { ...F, environment: "preview", enabled: isOn, overrides: "listed", ...sets(isOn) },
    },
    segment_override: { o: { ...F, environment: "production", segment: "beta", enabled: !isOn, ...AFTER } },
    identity_override: { i: { ...F, environment: "production", identity: "user-42", enabled: !isOn, ...AFTER } },
  };
}

/** The same with another flag, whose definition has the exact sets of its overrides. */
function withExact(isOn: boolean): Bodies {
  const { feature_flag, environment_definition, ...rest } = stackThat(isOn);
  const exact = { ...B, environment: "production", enabled: isOn, overrides: "exact", ...sets(isOn) };
  return {
    ...rest,
    // One after the other: lists have the order in which things were made.
    feature_flag: { ...feature_flag, b: { key: "banner", type: "boolean", depends_on: ["flagform_feature_flag.f"] } },
    environment_definition: { ...environment_definition, exact },
  };
}

/** A segment leaves for another; of two identities one changes, and the other leaves. */
function sets(isOn: boolean): object {
  const each = { enabled: !isOn };
  return {
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

/** With those of the other flag. */
export const BOTH = [...ADDRESSES, "flagform_environment_definition.exact", "flagform_feature_flag.b"].sort();

export interface Operation {
  readonly name: "create" | "update" | "refresh" | "destroy";
  run(workbench: PlatformWorkbench): Promise<unknown>;
  /** What it leaves in the state; undefined: nothing. */
  readonly leaves: Bodies | undefined;
}

/** In their order, which ends as it began: one round after another on the same platform. */
export const OPERATIONS: readonly Operation[] = [
  { name: "create", run: (workbench) => workbench.apply(withExact(false)), leaves: withExact(false) },
  { name: "update", run: (workbench) => workbench.apply(withExact(true)), leaves: withExact(true) },
  { name: "refresh", run: (workbench) => workbench.plan(withExact(true)), leaves: withExact(true) },
  { name: "destroy", run: (workbench) => workbench.destroy(withExact(true)), leaves: undefined },
];
