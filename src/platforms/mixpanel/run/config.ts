import { invalid } from "../../adapter/errors";
import { hostRootBefore } from "../../adapter/host-root";
import type { PlatformError } from "../../port/platform-error";

/** How the provider reaches Mixpanel. */
export interface MixpanelConfig {
  /** Where the projects' data live; `us` where neither this nor `host` is given. */
  readonly region?: "us" | "eu" | "in";
  /** Another host; a trailing `/api/app` is taken off. */
  readonly host?: string;
  /** A service account's. */
  readonly username: string;
  readonly secret: string;
  /** What people call an environment is a project here, seen through one of its data views (workspaces). */
  readonly environments: Readonly<Record<string, MixpanelEnvironment>>;
  readonly requestsPerMinute?: number;
}

interface MixpanelEnvironment {
  /** The project's id. */
  readonly project: string;
  /** The data view's id; absent: the one with all of the project's data. */
  readonly workspace?: string;
}

const HOSTS = { us: "https://mixpanel.com", eu: "https://eu.mixpanel.com", in: "https://in.mixpanel.com" } as const;

/** Scheme and host, without the API's own path. */
export function rootOf({ host, region }: Pick<MixpanelConfig, "host" | "region">): string {
  if (host === undefined) return HOSTS[region ?? "us"];
  return hostRootBefore(host, /\/api(\/app)?$/);
}

export function authorization({ username, secret }: Pick<MixpanelConfig, "username" | "secret">): string {
  return `Basic ${Buffer.from(`${username}:${secret}`).toString("base64")}`;
}

/** A mapping that makes sense: ids are numbers, and a flag's key is unique in its project. */
export function requireMapping({ environments }: MixpanelConfig): void {
  const attempted = "read the provider's environments";
  const refuse = (reason: string, nextStep: string): PlatformError =>
    invalid(attempted, { reason, nextStep, subject: "environment" });
  const entries = Object.entries(environments);
  if (entries.length === 0) throw refuse("there are none", "Map at least one environment to a Mixpanel project.");
  for (const [name, { project, workspace }] of entries) {
    for (const [what, id] of [["project", project] as const, ["workspace", workspace] as const]) {
      if (id !== undefined && !/^\d+$/.test(id))
        throw refuse(
          `the ${what} of environment "${name}" is "${id}"`,
          `Set the ${what}'s id, a number: it is in the URL of Mixpanel's web app.`,
        );
    }
    const twin = entries.find(([other, each]) => other !== name && each.project === project)?.[0];
    if (twin !== undefined)
      throw refuse(
        `the environments "${twin}" and "${name}" are the same project, ${project}`,
        "Give each environment a project of its own: a flag's key is unique in its project.",
      );
  }
}
