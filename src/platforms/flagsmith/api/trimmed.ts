import { invalid } from "../../adapter/errors";
import type { PlatformErrorSubject } from "../../port/platform-error";
import { strip } from "./values";

/** The server trims every text it stores; what it would change is refused before it is sent. */
export function refuseTrimmed(
  attempted: string,
  subject: PlatformErrorSubject,
  texts: Readonly<Record<string, unknown>>,
  attribute?: readonly string[],
): void {
  for (const [name, text] of Object.entries(texts)) {
    if (typeof text !== "string" || strip(text) === text) continue;
    throw invalid(attempted, {
      reason: `the ${name} has white space at its ends, which the server takes off`,
      nextStep: `Take the white space off the ${name}.`,
      subject,
      ...(attribute && { attribute }),
    });
  }
}
