import { notSupported } from "../../adapter/errors";
import { PlatformError } from "../../port/platform-error";
import type { FlagAnswer } from "../api/answers";
import { isRefused } from "../api/errors";
import type { Copies } from "./copies";
import { bodyOf, documentOf } from "./document";

/** A copy's status: enabled, disabled or archived. */

/** The flag as it is, with another status. */
export async function setStatus(
  { client, places }: Copies,
  project: string,
  live: FlagAnswer,
  status: FlagAnswer["status"],
): Promise<FlagAnswer> {
  const body = bodyOf({ ...documentOf(live), status });
  return client.replaceFlag(await places.of(project), live.id, body, () => Promise.resolve(undefined));
}

/** Tries the documented PUT first; it is not documented whether that archives a flag. */
export async function archiveFlag(copies: Copies, project: string, live: FlagAnswer, attempted: string): Promise<void> {
  refuseLinked(live, attempted);
  const byStatus = await unlessRefused(() => setStatus(copies, project, live, "archived"));
  if (byStatus?.status !== "archived") await copies.client.archiveFlag(await copies.places.of(project), live.id);
  copies.keep(project, { ...live, status: "archived" });
}

/** The flag as it is after that: disabled. */
export async function restoreFlag(copies: Copies, project: string, live: FlagAnswer): Promise<FlagAnswer> {
  const { client, places } = copies;
  const place = await places.of(project);
  const byStatus = await unlessRefused(() => setStatus(copies, project, live, "disabled"));
  if (byStatus?.status !== "disabled") await client.restoreFlag(place, live.id);
  return client.flag(place, live.id);
}

async function unlessRefused<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!isRefused(error)) throw error;
    return undefined;
  }
}

/** Throws PlatformError if an experiment manages the flag: its next step would rewrite it. */
export function refuseLinked({ experiment_id: experiment, key }: FlagAnswer, attempted: string): void {
  if (experiment === null) return;
  throw notSupported(attempted, {
    reason: `the flag "${key}" belongs to the experiment ${experiment}, which rewrites it at each of its steps`,
    nextStep: "Change it through the experiment in Mixpanel, or conclude the experiment and unlink the flag first.",
    subject: "flag",
  });
}

export function refuseArchived({ status, key }: FlagAnswer, attempted: string): void {
  if (status !== "archived") return;
  throw new PlatformError({
    code: "archived",
    attempted,
    reason: `the flag "${key}" is archived there, and an archived flag is read-only`,
    nextStep: "Set archived = false on the flag to restore it (it comes back disabled), or restore it in Mixpanel.",
    subject: "flag",
  });
}
