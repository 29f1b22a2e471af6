import { CAN, cannot, type Capabilities } from "../port/capabilities";
import { MAPPED } from "./environment/environments";

/** What Mixpanel can do, and the closest thing that works where it cannot. */
export const CAPABILITIES: Capabilities = {
  killed: CAN,
  whenOff: cannot("When the flag is off, applications get their own fallback value."),
  rules: CAN,
  freeValues: cannot("Declare a variant with this value, and serve the variant."),
  variants: CAN,
  definitionVariants: CAN,
  splits: CAN,
  booleanSplits: CAN,
  rollouts: cannot("Serve a split, and raise it with further applies."),
  priorities: CAN,
  environments: cannot(MAPPED),
  archive: CAN,
  segmentIdentities: cannot("Use a condition on a profile property, or identity overrides."),
  segmentRules: CAN,
};
