import type { Reply } from "./reply";
import { crashed } from "./reply";

/** Thrown by a handler to answer with an error in the vendor's own form. */
export abstract class Refusal extends Error {
  abstract reply(): Reply;
}

/** An exception that nobody caught on the real server: an HTML page with 500. What was written before stays written. */
export class CrashError extends Refusal {
  reply(): Reply {
    return crashed();
  }
}
