import { CAN, cannot, type Capabilities } from "../port/capabilities";

/** What Split can do, and the closest thing that works where it cannot. */
export const CAPABILITIES: Capabilities = {
  killed: CAN,
  whenOff: CAN,
  rules: CAN,
  freeValues: cannot("Declare a variant with this value, and serve it."),
  variants: CAN,
  definitionVariants: CAN,
  splits: CAN,
  booleanSplits: CAN,
  rollouts: cannot("Serve a split, and change its weights stage by stage."),
  priorities: cannot("Split evaluates the segments of its treatments in their order, then splits: remove priority."),
  environments: CAN,
  archive: cannot("Kill the flag in its environments."),
  segmentIdentities: CAN,
  segmentRules: CAN,
};
