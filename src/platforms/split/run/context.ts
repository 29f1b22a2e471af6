import type { Pace } from "../../adapter/edits/while-in-use";
import type { PlatformClock } from "../../port/platform";
import type { PlatformEnvironment } from "../../port/platform-environment";
import type { SegmentClient, SplitClient } from "../api/client";
import { isNotFound } from "../api/errors";
import type { FlagSetClient } from "../api/flag-sets";
import type { Approvals } from "./approvals";
import type { ChangeRequests } from "./change-requests";
import type { SplitConfig } from "./config";
import type { Projects } from "./projects";

/** Shared by the parts of the adapter. */
export interface SplitContext {
  readonly client: SplitClient;
  readonly segmentClient: SegmentClient;
  readonly flagSetClient: FlagSetClient;
  readonly projects: Projects;
  readonly config: SplitConfig;
  readonly environment: PlatformEnvironment;
  readonly pace: Pace;
  readonly serverClock: PlatformClock;
  readonly approvals: Approvals;
  readonly changeRequests: ChangeRequests;
}

/** Undefined if the read answers 404 and `confirm` proves that this means deleted. */
export async function undefinedIfGone<T>(read: () => Promise<T>, confirm: () => Promise<unknown>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (!isNotFound(error)) throw error;
    await confirm();
    return undefined;
  }
}
