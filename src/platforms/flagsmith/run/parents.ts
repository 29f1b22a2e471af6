import { HttpError } from "../../../http/http-error";
import { SingleFlight } from "../../../http/single-flight";
import { describeUnit } from "../../adapter/edits/units";
import type { DefinitionUnit } from "../../port/definition";
import type { Project } from "../../port/named";
import { PlatformError } from "../../port/platform-error";
import type { FlagsmithClient } from "../api/client";
import { attempt, isNotFound } from "../api/errors";

/**
 * Why something is not found. Flagsmith answers 404 both for deleted objects and for objects that the key may not read, and only deleted
 * objects may be removed from the state.
 */
export class Parents {
  private readonly projects = new SingleFlight<void>();
  private readonly environments = new SingleFlight<boolean>();

  constructor(private readonly client: FlagsmithClient) {}

  /** Returns if the project is accessible, so that something not found in it is gone. */
  async requireProject(project: Project): Promise<void> {
    await this.projects.get(project.id, () =>
      attempt(`read project ${project.name}`, async () => {
        try {
          await this.client.project(project.id);
        } catch (error) {
          if (!isNotFound(error)) throw error;
          throw denied(
            `read project ${project.name}`,
            `the API key cannot access project ${project.id}: it belongs to another organisation, it lost its permission, or the project was deleted`,
          );
        }
      }),
    );
  }

  /** After a 404 on a flag in an environment: which of the two is gone. Throws `denied` if both exist. */
  async missingParent(unit: DefinitionUnit): Promise<"environment" | "flag"> {
    const missing = await this.missing(unit);
    if (missing) return missing;
    const attempted = `read ${describeUnit(unit)}`;
    throw denied(attempted, `the API key is not allowed to read or change flags in environment ${unit.environment.name}`);
  }

  /** Undefined: both exist. */
  async missing(unit: DefinitionUnit): Promise<"environment" | "flag" | undefined> {
    await this.requireProject(unit.project);
    const attempted = `read ${describeUnit(unit)}`;
    const there = await this.environments.get(unit.environment.clientKey, () =>
      attempt(attempted, () => isThere(() => this.client.environment(unit.environment.clientKey))),
    );
    if (!there) return "environment";
    const flagIsThere = await attempt(attempted, () => isThere(() => this.client.feature(unit.project.id, unit.flag.id)));
    return flagIsThere ? undefined : "flag";
  }
}

async function isThere(read: () => Promise<unknown>): Promise<boolean> {
  try {
    await read();
    return true;
  } catch (error) {
    if (isNotFound(error)) return false;
    throw error;
  }
}

function denied(attempted: string, reason: string): PlatformError {
  return new PlatformError({
    code: "denied",
    attempted,
    reason,
    nextStep: "Check the API key and its permissions, and the host and project it is used with.",
    subject: "credentials",
    status: 404,
  });
}

/** Undefined if the read answers 404 and `confirm` proves that this means deleted. */
export async function undefinedIfGone<T>(read: () => Promise<T>, confirm: () => Promise<unknown>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof HttpError) || !isNotFound(error)) throw error;
    await confirm();
    return undefined;
  }
}
