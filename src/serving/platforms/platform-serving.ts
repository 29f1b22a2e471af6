import type { Asking } from "../asking";
import type { Judged } from "../matching/judged";
import type { Leaf } from "../serve/leaf";

/** What a platform does in its own way. */
export interface PlatformServing {
  /** What one course of the question ends with. */
  serve(asking: Asking): Leaf;
  /** Whether the person is in a segment, by name. */
  isMember(segment: string, asking: Asking): Judged;
}
