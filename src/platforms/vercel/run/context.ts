import type { Pace } from "../../adapter/edits/while-in-use";
import type { PlatformClock } from "../../port/platform";
import type { PlatformEnvironment } from "../../port/platform-environment";
import type { VercelClient } from "../api/client";
import type { Entity } from "../api/entity";
import type { Projects } from "./projects";

/** Shared by the parts of the adapter. */
export interface VercelContext {
  readonly client: VercelClient;
  readonly projects: Projects;
  /** The attribute that identifies users. */
  readonly identity: Entity;
  readonly environment: PlatformEnvironment;
  readonly pace: Pace;
  readonly serverClock: PlatformClock;
}
