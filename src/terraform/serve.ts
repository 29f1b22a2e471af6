import type { Logger } from "./logger";
import type { ProviderDefinition } from "./resource";
import type { Attributes } from "./schema";
import { makeCertificate } from "./server/transport/certificate";
import { companionEndpoints } from "./server/transport/companion-services";
import { GrpcServer } from "./server/transport/grpc-server";
import { explanation, handshakeLine, reattachLine, startedByHost } from "./server/transport/handshake";
import { hclog } from "./server/transport/hclog";
import { lazyHandlers, providerEndpoints } from "./server/transport/provider-endpoints";
import type { Listening } from "./server/transport/socket";
import { claimSocket } from "./server/transport/socket";

interface ServeOptions {
  /**
   * The address that debug mode uses for the provider. By default on the public registry, with the same namespace and name.
   */
  readonly source?: string;
}

/** A provider whose code is loaded while Terraform is still connecting, to answer the first call sooner. */
interface LazyProvider<A extends Attributes, C> {
  readonly name: string;
  readonly version: string;
  load(): Promise<ProviderDefinition<A, C>>;
}

/** How often the process checks whether its Terraform is still running, and how long running calls may take at the end. */
const ORPHAN_POLL_MS = 3_000;
const SHUTDOWN_GRACE_MS = 200;

/**
 * Runs the provider as Terraform's plugin until Terraform ends it; or, with `--debug`, until it is interrupted, for
 * Terraform runs with the environment variable that it prints. Nothing else may ever be written to the standard output.
 */
export async function serve<A extends Attributes, C>(
  provider: ProviderDefinition<A, C> | LazyProvider<A, C>,
  options: ServeOptions = {},
): Promise<void> {
  // Without a listener Node opens its inspector, through which any process of this machine could run code in here.
  process.on("SIGUSR1", () => undefined);
  const { env } = process;
  const debug = process.argv.includes("--debug") || process.argv.includes("-debug");
  if (!debug && !startedByHost(env)) {
    process.stderr.write(explanation(provider.name, provider.version));
    process.exitCode = 1;
    return;
  }
  const log = hclog(provider.name, env, (line) => {
    process.stderr.write(line);
  });
  const handlers = lazyHandlers(() => ("load" in provider ? provider.load() : Promise.resolve(provider)), log);
  const clientCertificate = debug ? undefined : env["PLUGIN_CLIENT_CERT"];
  const certificate = clientCertificate ? makeCertificate() : undefined;
  const server = new GrpcServer(
    [
      ...providerEndpoints(handlers),
      ...companionEndpoints(() => {
        end(0);
      }),
    ],
    certificate && clientCertificate ? { key: certificate.keyPem, cert: certificate.certPem, clientCertificate } : undefined,
  );
  const end = (code: number) => {
    // A call that hangs must not keep the process alive: the host would wait two seconds, then kill it.
    setTimeout(() => process.exit(code), SHUTDOWN_GRACE_MS);
    void server.close().then(() => process.exit(code));
  };
  const socket = claimSocket(env);
  process.on("exit", socket.remove);
  surviveSignals(debug, end);
  surviveMistakes(log);
  const address = await listen(server, socket);
  if (address === undefined) return;
  if (debug) {
    const source = options.source ?? `registry.terraform.io/${provider.name}/${provider.name}`;
    process.stdout.write(reattachLine(source, socket.network, address, process.pid));
  } else {
    process.stdout.write(handshakeLine(socket.network, address, certificate?.der, env));
    watchParent();
  }
  // A failure here is the answer to the first call, which waits for the same promise.
  await handlers();
}

async function listen(server: GrpcServer, socket: Listening): Promise<string | undefined> {
  try {
    return socket.hostAddress(await server.listen(socket.path));
  } catch (failure) {
    process.stderr.write(`The provider cannot listen at ${socket.path ?? "a port of the loopback"}: ${String(failure)}\n`);
    process.exitCode = 1;
    return undefined;
  }
}

/**
 * Ctrl-C reaches the whole process group: the plugin ignores it, because Terraform then asks it to stop (StopProvider) and
 * waits for the running calls. SIGTERM and SIGHUP would end it without its exit hooks, and leave the socket behind.
 */
function surviveSignals(debug: boolean, end: (code: number) => void): void {
  process.on("SIGINT", () => {
    if (debug) end(0);
  });
  for (const signal of ["SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      end(0);
    });
  }
}

/**
 * An unhandled rejection must not end the process: the states of all resources in progress would be lost with it. The same
 * holds for a host that no longer reads the log.
 */
function surviveMistakes(log: Logger): void {
  process.stderr.on("error", () => undefined);
  const report = (failure: unknown) => {
    log.error("an error that no operation waited for", {
      stack: failure instanceof Error ? failure.stack : String(failure),
    });
  };
  process.on("uncaughtException", report);
  process.on("unhandledRejection", report);
}

/** An orphaned process gets no signal when its Terraform is killed. */
function watchParent(): void {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) process.exit(1);
  }, ORPHAN_POLL_MS).unref();
}
