import { invalid } from "../../adapter/errors";
import type { PlatformError, PlatformErrorSubject } from "../../port/platform-error";

/** For what Vercel cannot accept, before anything is sent. */
export function refusal(attempted: string, reason: string, nextStep: string, subject?: PlatformErrorSubject): PlatformError {
  return invalid(attempted, { reason, nextStep, ...(subject && { subject }) });
}
