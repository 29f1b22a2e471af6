import { alreadyExists } from "../../adapter/errors";
import { CachedList } from "../../adapter/lists/cached-list";
import type { Environment } from "../../port/environment";
import type { ServerKey, ServerKeySettings, ServerKeyStore } from "../../port/server-key";
import type { ServerKeyAnswer } from "../api/answers";
import { attempt, isNotFound } from "../api/errors";
import { findLanded } from "../api/landed";
import { refuseTrimmed } from "../api/trimmed";
import type { FlagsmithContext } from "../run/context";

/** Server-side environment keys. A single one cannot be read, and the server allows duplicate names. */
export class ServerKeys implements ServerKeyStore {
  readonly noun = "server key";
  private readonly cache: CachedList<ServerKey, Environment>;

  constructor(private readonly context: Pick<FlagsmithContext, "client">) {
    this.cache = new CachedList((environment) =>
      attempt(
        `list the server keys of environment ${environment.name}`,
        async () => (await context.client.serverKeys(environment.clientKey)).map(toServerKey),
        "environment",
      ),
    );
  }

  list(environment: Environment): Promise<readonly ServerKey[]> {
    return this.cache.of(environment);
  }

  async get(environment: Environment, id: string): Promise<ServerKey | undefined> {
    return (await this.cache.again(environment)).find((each) => each.id === id);
  }

  async create(environment: Environment, settings: ServerKeySettings): Promise<ServerKey> {
    const attempted = `create server key ${settings.name} of environment ${environment.name}`;
    refuseTrimmed(attempted, "server key", { name: settings.name });
    if ((await this.list(environment)).some(({ name }) => name === settings.name))
      throw alreadyExists(attempted, "server key", settings.name);
    const { client } = this.context;
    const body = { ...settings };
    const landed = (since: number | undefined): ReturnType<typeof findLanded> =>
      findLanded({ name: settings.name }, since, () => client.serverKeys(environment.clientKey));
    const answer = await attempt(attempted, () => client.createServerKey(environment.clientKey, body, landed), "server key");
    return this.cache.keep(environment, toServerKey(answer));
  }

  update(environment: Environment, id: string, changes: Partial<ServerKeySettings>): Promise<ServerKey> {
    const attempted = `update server key ${changes.name ?? id} of environment ${environment.name}`;
    refuseTrimmed(attempted, "server key", { name: changes.name });
    const update = (): Promise<ServerKeyAnswer> =>
      attempt(attempted, () => this.context.client.updateServerKey(environment.clientKey, id, { ...changes }), "server key");
    return this.cache.written(environment, id, async () => toServerKey(await update()));
  }

  async delete(environment: Environment, id: string): Promise<void> {
    await attempt(
      `delete server key ${id} of environment ${environment.name}`,
      async () => {
        try {
          await this.context.client.deleteServerKey(environment.clientKey, id);
        } catch (error) {
          if (!isNotFound(error)) throw error;
        }
      },
      "server key",
    );
    this.cache.drop(environment, id);
  }
}

function toServerKey({ id, name, key, active, created_at: createdAt }: ServerKeyAnswer): ServerKey {
  return { id: String(id), name, key, active, ...(createdAt !== null && { createdAt }) };
}
