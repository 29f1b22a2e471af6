import type { RunningEmulator } from "../../../src/emulator/wire/server/start";
import type { Person } from "../../../src/serving/person";

/** A vendor's own evaluation, of what a server hands out about the environment "production". */
export interface VendorEngine {
  /** What an application makes of the flag; undefined where the engine is known to differ from the vendor's server. */
  serve(flag: string, person: Person): Promise<{ readonly served: unknown } | undefined>;
  close(): Promise<void>;
}

/** An answer of the server's API. */
export function answerOf<T>(server: Pick<RunningEmulator, "write">, path: string): T {
  const { status, body } = server.write("GET", path);
  if (status !== 200) throw new Error(`GET ${path}: ${String(status)} ${body}`);
  return JSON.parse(body) as T;
}
