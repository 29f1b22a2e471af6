import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Page } from "../../page/page";
import type { PageSource } from "../../page/source";
import type { Backend } from "../backend";
import { Control } from "../control";
import type { FaultSpec } from "../fault";
import { Faults } from "../fault";
import type { RequestRecord } from "../request-log";
import { RequestLog } from "../request-log";
import type { Reply } from "./reply";
import { createEmulatorServer } from "./server";

/** A running emulator of any platform, on the loopback interface only. */
export interface RunningEmulator {
  /** The root, without a slash at its end. */
  readonly url: string;
  /** Opens the control endpoint. */
  readonly controlToken: string;
  /** Every request so far, in order; the control endpoint's own are not in it. */
  requests(): RequestRecord[];
  /** Requests by `METHOD route`, as `PATCH /api/__future__/environments/{environment}/features/{feature}/`. */
  counts(): Record<string, number>;
  resetRequests(): void;
  /** Makes matching requests fail. */
  fault(spec: FaultSpec): void;
  clearFaults(): void;
  /** A write (or read) by another user, without credentials, faults or counting. */
  write(method: string, path: string, body?: unknown): Reply;
  /** Closes the server and every connection; a second call waits for the first. */
  stop(): Promise<void>;
}

interface StartOptions {
  /** 0 takes a free one. */
  readonly port: number;
  readonly controlToken: string;
  readonly clock: () => Date;
}

/** Serves the platform's API and, given what it shows, the page at the root. Throws when the port is taken. */
export async function startEmulator(backend: Backend, options: StartOptions, source?: PageSource): Promise<RunningEmulator> {
  const faults = new Faults();
  const page = source && new Page(source, options.controlToken);
  const log = new RequestLog(() => page?.visits.reset());
  const control = new Control(options.controlToken, faults, log, backend);
  const server = createEmulatorServer({ backend, control, faults, log, page, clock: options.clock });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  let stopped: Promise<void> | undefined;
  return {
    url: `http://127.0.0.1:${port}`,
    controlToken: options.controlToken,
    requests: () => log.all(),
    counts: () => log.counts(),
    resetRequests: () => log.reset(),
    fault: (spec) => faults.add(spec, () => backend.snapshot()),
    clearFaults: () => faults.clear(),
    write: (method, path, body) => backend.write(method, path, body),
    stop: () => (stopped ??= close(server)),
  };
}

function close(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((failure) => (failure ? reject(failure) : resolve()));
    server.closeAllConnections();
  });
}
