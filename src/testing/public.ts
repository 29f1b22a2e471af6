/** `flagform/testing`: unit tests of who is served what, and the driver for tests of plans. */
export { Driver, type DriverOptions } from "./driver";
export { type DriverDiagnostic, DriverError, OracleError } from "./failure";
export { Plan, type PlannedChange } from "./plan";
export { Annotations } from "./served/annotations";
export type { Asker } from "./served/asking/asker";
export type { Change, Difference } from "./served/asking/change";
export { exactly, type Exactly, type Expectation, type Expected } from "./served/asking/expectation";
export type { Matrix } from "./served/asking/matrix";
export { ServedError } from "./served/asking/mismatch";
export type { Got, PersonIn } from "./served/asking/placed";
export type { FlagShare, ShareIn } from "./served/asking/share";
export { launchFlagform } from "./served/launch-flagform";
export { change, readPersonas, Served, type ServedOptions } from "./served/served";
export type { Answer, Certain, Distribution, Outcome, Reason, Share, TraceStep, Unknown } from "../serving/answer";
export type { Person, TraitValue } from "../serving/person";
