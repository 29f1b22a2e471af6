import type { FlagAnswer } from "../api/answers";
import { isNotFound } from "../api/errors";
import type { Copies } from "./copies";
import { refuseLinked, setStatus } from "./flag-status";

/** Deletes a copy. Already gone is success. Throws HttpError, or PlatformError if an experiment manages the flag. */
export async function removeFlag(copies: Copies, project: string, live: FlagAnswer, attempted: string): Promise<void> {
  refuseLinked(live, attempted);
  try {
    // Mixpanel does not delete an enabled flag.
    if (live.status === "enabled") await setStatus(copies, project, live, "disabled");
    await copies.client.deleteFlag(await copies.places.of(project), live.id);
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
  copies.removed(project, live.key);
}
