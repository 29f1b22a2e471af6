import { CAN, cannot, type Capabilities } from "../port/capabilities";

/** What Flagsmith can do, and the closest thing that works where it cannot. */
export const CAPABILITIES: Capabilities = {
  killed: cannot("Set enabled = false on the definition and on its overrides."),
  whenOff: cannot("The value is served together with enabled = false: the application decides."),
  rules: cannot("Put the conditions into a segment, and override the flag for it."),
  freeValues: CAN,
  variants: CAN,
  definitionVariants: cannot("Declare the variants on the flag."),
  booleanSplits: cannot("Create a segment with a percentage condition, and override the flag for it."),
  rollouts: cannot("Change the percentage of a split, or of a percentage segment, step by step."),
  environments: CAN,
  archive: CAN,
  splits: CAN,
  priorities: CAN,
  segmentIdentities: cannot("Use a condition on a trait, or identity overrides."),
  segmentRules: CAN,
};
