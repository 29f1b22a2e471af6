import { renamedVariants } from "../../model/renamed-variants";
import type { Platform } from "../../port/platform";
import { configurationsFor } from "../document/treatment-value";

/** One at a time, and only if the treatment has configurations: without them its name is its value. */
export const renamedTreatments: NonNullable<Platform["renamedVariants"]> = (there, wanted) => {
  const renamed = renamedVariants(there, wanted);
  const added = wanted.filter(({ key }) => !there.some((each) => each.key === key));
  const gone = there.filter(({ key }) => !wanted.some((each) => each.key === key));
  const isOne = added.length === 1 && gone.length === 1;
  const says = [...gone, ...added].every(({ key, value }) => configurationsFor(key, value) !== undefined);
  return isOne && says ? renamed : new Map();
};
