import { invalid } from "../../adapter/errors";
import type { PlatformErrorSubject } from "../../port/platform-error";
import { strip } from "./values";

/** The server trims every text it stores; texts that it would change are refused before they are sent. */
export function refuseTrimmed(
  attempted: string,
  subject: PlatformErrorSubject,
  texts: Readonly<Record<string, unknown>>,
  attribute?: readonly string[],
): void {
  for (const [name, text] of Object.entries(texts)) {
    if (typeof text !== "string" || strip(text) === text) continue;
    throw invalid(attempted, {
      reason: `the ${name} has white space at its start or end, which the server removes`,
      nextStep: `Remove the white space around the ${name}.`,
      subject,
      ...(attribute && { attribute }),
    });
  }
}
