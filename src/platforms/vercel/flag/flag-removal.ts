import { ConcurrentChangeError, writeLoop } from "../../adapter/edits/write-loop";
import type { Named, Project } from "../../port/named";
import type { Documents } from "../api/documents";
import { isConflict, isNotFound } from "../api/errors";
import type { VercelContext } from "../run/context";

/** Deletes a flag, archived first, as Vercel demands. Already gone is success. Throws HttpError, or PlatformError `unavailable`. */
export async function removeFlag(
  { client, environment }: VercelContext,
  documents: Documents,
  project: Project,
  { id, name }: Named,
): Promise<void> {
  return writeLoop({
    attempted: `delete flag ${name}`,
    log: environment.log,
    read: () => documents.read(project, id),
    write: async (found) => {
      let document = found;
      try {
        if (document && document.flag.state !== "archived") {
          await client.updateFlag(project.id, id, { state: "archived", message: "flagform: state" }, document.etag);
          document = await documents.read(project, id);
        }
        if (!document) return;
        await client.deleteFlag(project.id, id, document.etag);
        documents.drop(project, id);
      } catch (error) {
        // The next try reads whether it is gone, or was changed meanwhile.
        if (isNotFound(error)) throw new ConcurrentChangeError();
        throw isConflict(error) ? new ConcurrentChangeError(error.details.words) : error;
      }
    },
  });
}
