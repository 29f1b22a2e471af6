import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Api } from "./api";
import { Control } from "./control";
import { Faults } from "./wire/fault";
import type { FaultSpec } from "./wire/fault";
import { RequestLog } from "./wire/request-log";
import type { RequestRecord } from "./wire/request-log";
import { readOptions } from "./options";
import type { EmulatorOptions } from "./options";
import { plantSeed } from "./seed";
import type { Planted } from "./seed";
import { createEmulatorServer } from "./server";
import { Store } from "./store/store";

export type { EmulatorOptions } from "./options";
export type { FaultSpec } from "./wire/fault";
export type { RequestRecord } from "./wire/request-log";

/** A Flagsmith server in memory, on the loopback interface only. */
export interface FlagsmithEmulator {
  /** The root, without a slash at its end. */
  readonly url: string;
  /** The organisation's master key, and one that may do nothing. */
  readonly key: string;
  readonly limitedKey: string;
  readonly organisationId: number;
  readonly controlToken: string;
  /** What the seed given at the start made. */
  readonly planted: Planted;
  /** Every request so far, in order; the control endpoint's own are not in it. */
  requests(): RequestRecord[];
  /** Requests by `METHOD route`, as `PATCH /api/__future__/environments/{environment}/features/{feature}/`. */
  counts(): Record<string, number>;
  resetRequests(): void;
  /** Lets something go wrong with requests that match. */
  fault(spec: FaultSpec): void;
  clearFaults(): void;
  /** Adds projects with their environments, segments and features (see seed.ts). */
  seed(document: unknown): Planted;
  /** Closes the server and every connection; a second call waits for the first. */
  stop(): Promise<void>;
}

/** Starts a server; throws when an option or the seed is not good, or the port is taken. */
export async function startFlagsmithEmulator(given: EmulatorOptions = {}): Promise<FlagsmithEmulator> {
  const options = readOptions(given);
  const store = new Store(options.organisation, options.clock);
  const plant = (document: unknown): Planted => plantSeed(store, options, document);
  const planted = options.seed === undefined ? { projects: [] } : plant(options.seed);
  const faults = new Faults();
  const log = new RequestLog();
  const control = new Control(options.controlToken, faults, log, store);
  const server = createEmulatorServer({ api: new Api(store, options), control, faults, log, store, options });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  let stopped: Promise<void> | undefined;
  return {
    url: `http://127.0.0.1:${port}`,
    key: options.key,
    limitedKey: options.limitedKey,
    organisationId: store.organisation.id,
    controlToken: options.controlToken,
    planted,
    requests: () => log.all(),
    counts: () => log.counts(),
    resetRequests: () => log.reset(),
    fault: (spec) => faults.add(spec, () => store.snapshot()),
    clearFaults: () => faults.clear(),
    seed: plant,
    stop: () => (stopped ??= close(server)),
  };
}

function close(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((failure) => (failure ? reject(failure) : resolve()));
    server.closeAllConnections();
  });
}
