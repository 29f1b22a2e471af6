import { CAN, cannot, type Capabilities } from "../port/capabilities";
import { ENVIRONMENTS_ARE_FIXED } from "./environment/environments";

/** What Vercel can do, and the closest thing that works where it cannot. */
export const CAPABILITIES: Capabilities = {
  killed: CAN,
  whenOff: CAN,
  rules: CAN,
  freeValues: cannot("Declare a variant with this value on the flag, and serve that."),
  variants: CAN,
  definitionVariants: cannot("Declare the variants on the flag: every environment serves the same ones."),
  splits: CAN,
  booleanSplits: CAN,
  rollouts: CAN,
  priorities: CAN,
  environments: cannot(ENVIRONMENTS_ARE_FIXED),
  archive: CAN,
  segmentIdentities: CAN,
  segmentRules: CAN,
};
