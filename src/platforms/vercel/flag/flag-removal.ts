import type { Named, Project } from "../../port/named";
import { PlatformError } from "../../port/platform-error";
import type { VercelClient } from "../api/client";
import type { Documents } from "../api/documents";
import { isConflict, isNotFound } from "../api/errors";

const TRIES = 5;

/** Deletes a flag, archived first, as Vercel demands. Already gone is success. Throws HttpError, or PlatformError `unavailable`. */
export async function removeFlag(
  client: VercelClient,
  documents: Documents,
  project: Project,
  { id, name }: Named,
): Promise<void> {
  for (let round = 0; round < TRIES; round++) {
    const document = await documents.read(project, id);
    if (!document) return;
    const { flag, etag } = document;
    try {
      if (flag.state !== "archived") {
        await client.updateFlag(project.id, id, { state: "archived", message: "flagform: state" }, etag);
        continue;
      }
      await client.deleteFlag(project.id, id, etag);
      documents.drop(project, id);
      return;
    } catch (error) {
      // What is gone, and what was changed meanwhile, the next look tells.
      if (!isConflict(error) && !isNotFound(error)) throw error;
    }
  }
  throw new PlatformError({
    code: "unavailable",
    attempted: `delete flag ${name}`,
    reason: "it was changed by others again and again while it was being deleted",
    nextStep: "Run it again when nobody else edits the flag.",
    subject: "flag",
  });
}
