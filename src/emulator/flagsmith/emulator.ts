import type { RunningEmulator } from "../wire/server/start";
import { startEmulator } from "../wire/server/start";
import { Api } from "./api";
import type { EmulatorOptions } from "./options";
import { engineOf, readOptions } from "./options";
import { pageSource } from "./page/source";
import type { Planted } from "./seed";
import { plantSeed } from "./seed";
import { Store } from "./store/store";

export type { EmulatorOptions } from "./options";
export type { FaultSpec } from "../wire/fault";
export type { RequestRecord } from "../wire/request-log";

/** A Flagsmith server in memory. */
export interface FlagsmithEmulator extends RunningEmulator {
  /** The organisation's master key, and a second one without any permission. */
  readonly key: string;
  readonly limitedKey: string;
  readonly organisationId: number;
  /** What was created from the seed given at the start. */
  readonly planted: Planted;
  /** Adds projects with their environments, segments and features (see seed.ts). */
  seed(document: unknown): Planted;
}

/** Starts a server; throws when an option or the seed is invalid, or the port is taken. */
export async function startFlagsmithEmulator(given: EmulatorOptions = {}): Promise<FlagsmithEmulator> {
  const options = readOptions(given);
  const store = new Store(options.organisation, options.clock, engineOf(options));
  const plant = (document: unknown): Planted => plantSeed(store, options, document);
  const planted = options.seed === undefined ? { projects: [] } : plant(options.seed);
  return {
    ...(await startEmulator(new Api(store, options), options, pageSource(store, options))),
    key: options.key,
    limitedKey: options.limitedKey,
    organisationId: store.organisation.id,
    planted,
    seed: plant,
  };
}
