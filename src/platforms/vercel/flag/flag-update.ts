import type { HttpError } from "../../../http/http-error";
import { ConcurrentChangeError } from "../../adapter/edits/write-loop";
import type { Project } from "../../port/named";
import { PlatformError } from "../../port/platform-error";
import type { FlagAnswer } from "../api/answers";
import type { UpdateFlagBody } from "../api/bodies";
import type { FlagDocument, VercelClient } from "../api/client";
import { isConflict, isNotFound, isRefused } from "../api/errors";

/** Changes a flag that is still as it was read. Throws {@link ConcurrentChangeError} where it is not. */
export async function updateFlag(
  client: VercelClient,
  project: Project,
  { flag: live, etag }: FlagDocument,
  body: UpdateFlagBody,
  attempted: string,
): Promise<FlagAnswer> {
  try {
    const written = await client.updateFlag(project.id, live.id, body, etag);
    // "Not modified" does not say what is there now: the next try reads it, and changes nothing more if all is well.
    if (!written) throw new ConcurrentChangeError();
    return written.flag;
  } catch (error) {
    if (isNotFound(error)) throw new ConcurrentChangeError();
    if (isConflict(error)) throw new ConcurrentChangeError(error.details.words);
    throw live.state === "archived" && isRefused(error) ? archivedFlag(live.slug, attempted, error) : error;
  }
}

function archivedFlag(name: string, attempted: string, { details }: HttpError): PlatformError {
  return new PlatformError({
    code: "archived",
    attempted,
    reason: `the flag "${name}" is archived there: ${details.words}`,
    nextStep: "Set archived = false on the flag and apply that first, or make it active in Vercel.",
    subject: "flag",
    ...(details.status !== undefined && { status: details.status }),
  });
}
