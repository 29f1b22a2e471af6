import { type PlatformWorkbench, SECRET } from "../support/platform-workbench";

/** What somebody else does on an emulated platform, past the provider. */

type Answer = Readonly<Record<string, unknown>>;
export type Call = (method: string, path: string, body?: unknown) => Promise<Answer>;

export function callerOf(workbench: PlatformWorkbench, headers: Readonly<Record<string, string>>): Call {
  return async (method, path, body) => {
    const response = await fetch(`${workbench.server.url}${path}`, {
      method,
      headers: { "Content-Type": "application/json", ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${String(response.status)} ${text}`);
    return (text === "" ? {} : JSON.parse(text)) as Answer;
  };
}

export function callFlagsmith(workbench: PlatformWorkbench): Call {
  return callerOf(workbench, { Authorization: `Api-Key admin000.${SECRET}` });
}

/** Split and Vercel. */
export function callWithBearer(workbench: PlatformWorkbench): Call {
  return callerOf(workbench, { Authorization: `Bearer ${SECRET}` });
}

interface MixpanelServer {
  readonly username: string;
  readonly secret: string;
  readonly planted: { readonly projects: readonly { readonly id: number; readonly name: string }[] };
}

export function callMixpanel(workbench: PlatformWorkbench): Call {
  const { username, secret } = workbench.server as unknown as MixpanelServer;
  return callerOf(workbench, { Authorization: `Basic ${Buffer.from(`${username}:${secret}`).toString("base64")}` });
}

export function mixpanelProjects(workbench: PlatformWorkbench): readonly { readonly id: number; readonly name: string }[] {
  return (workbench.server as unknown as MixpanelServer).planted.projects.filter(({ name }) =>
    ["production", "preview", "development"].includes(name),
  );
}

export interface MixpanelFlag {
  readonly environment: string;
  readonly url: string;
  readonly context: unknown;
  readonly ruleset: {
    readonly variants: readonly Answer[];
    readonly rollout: readonly (Answer & { readonly name: string | null })[];
    readonly test: unknown;
  };
  /** What a PUT takes. */
  readonly document: Answer;
}

/** The copies of a flag, one in each environment's project. */
export async function mixpanelFlags(workbench: PlatformWorkbench, wanted: string): Promise<MixpanelFlag[]> {
  const call = callMixpanel(workbench);
  const copies = mixpanelProjects(workbench).map(async ({ id, name: environment }) => {
    const at = `/api/app/projects/${String(id)}`;
    const [workspace] = (await call("GET", `${at}/workspaces`))["results"] as { id: number }[];
    const flags = `${at}/workspaces/${String(workspace?.id)}/feature-flags`;
    const listed = (await call("GET", flags))["results"] as (Answer & Pick<MixpanelFlag, "ruleset">)[];
    return listed
      .filter(({ key }) => key === wanted)
      .map((flag) => {
        const { name, key, tags, context, serving_method, status, hash_salt, ruleset } = flag;
        const variants = ruleset.variants.map(({ screenshot: _, ...variant }) => variant);
        const { rollout, test } = ruleset;
        const document = {
          name,
          key,
          tags,
          context,
          serving_method,
          status,
          hash_salt,
          ruleset: { variants, rollout, test },
        };
        return { environment, url: `${flags}/${String(flag["id"])}`, context, ruleset, document };
      });
  });
  return (await Promise.all(copies)).flat();
}
