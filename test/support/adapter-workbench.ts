import type { RunningEmulator } from "../../src/emulator/wire/server/start";
import type { Definition, DefinitionUnit } from "../../src/platforms/port/definition";
import type { Platform } from "../../src/platforms/port/platform";
import type { PlatformEnvironment } from "../../src/platforms/port/platform-environment";
import { PlatformError } from "../../src/platforms/port/platform-error";
import { hastyClock } from "./clocks";

/** An adapter on its emulator, without the provider: platforms are opened as fresh as in a provider process. */
export abstract class AdapterWorkbench<Server extends RunningEmulator> {
  readonly logged: string[] = [];
  /** Of the platforms that are opened from now on. */
  clock = hastyClock();

  protected constructor(readonly server: Server) {}

  abstract platform(): Platform;

  stop(): Promise<void> {
    return this.server.stop();
  }

  /** What a platform is told of its run. */
  protected run(own: Partial<PlatformEnvironment>): PlatformEnvironment {
    return {
      signal: new AbortController().signal,
      refresh: "sweep",
      log: (_level, message) => this.logged.push(message),
      ...own,
    };
  }

  /** Exactly, by a fresh platform. */
  async read(unit: DefinitionUnit): Promise<Definition> {
    const definition = await this.platform().definitions.read(unit);
    if (!definition) throw new Error("it is not configured");
    return definition;
  }

  /** The requests of some work, as "METHOD route". */
  async requestsOf(work: () => Promise<unknown>): Promise<Record<string, number>> {
    this.server.resetRequests();
    await work();
    return this.server.counts();
  }
}

/** Sends what somebody else would, past the adapter; gives the parsed answer. */
export async function sendByHand(
  url: string,
  authorization: string,
  { method, body }: { readonly method: string; readonly body?: unknown },
): Promise<unknown> {
  const response = await fetch(url, {
    method,
    headers: { authorization, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${url} answered ${response.status} ${text}`);
  return text === "" ? {} : (JSON.parse(text) as unknown);
}

/** The error of what fails as it should. */
export async function failure(work: Promise<unknown>): Promise<PlatformError> {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof PlatformError)) throw new Error(`expected a PlatformError, got ${String(error)}`);
  return error;
}

export function totalOf(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

/** The writes among counted requests. */
export function writesOf(counts: Readonly<Record<string, number>>): number {
  return totalOf(Object.fromEntries(Object.entries(counts).filter(([route]) => !route.startsWith("GET "))));
}
