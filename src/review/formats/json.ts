import type { Review } from "../document";
import { withoutMarks } from "../words";

/** The document itself, for programs: see docs/schemas/review.schema.json. */
export function jsonReview(review: Review): string {
  return `${JSON.stringify(withoutMarks(review), null, 2)}\n`;
}
