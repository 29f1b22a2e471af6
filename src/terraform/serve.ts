import { ServerCredentials } from "@grpc/grpc-js";
import type { ProviderDefinition } from "./resource";
import type { Attributes } from "./schema";
import { makeCertificate } from "./server/certificate";
import { addCompanionServices } from "./server/companion-services";
import { bind, makeProviderServer } from "./server/grpc-server";
import { makeHandlers } from "./server/handlers";
import { explanation, handshakeLine, reattachLine, startedByHost } from "./server/handshake";
import { hclog } from "./server/hclog";
import { claimSocket } from "./server/socket";

export interface ServeOptions {
  /** What the debug mode offers the provider as. By default the public registry's address, namespace and name alike. */
  readonly source?: string;
}

/** How often a process looks whether its Terraform still lives, and how long calls in flight may take at the end. */
const ORPHAN_POLL_MS = 3_000;
const SHUTDOWN_GRACE_MS = 200;

/**
 * Runs the provider as Terraform's plugin until Terraform ends it; or, with `--debug`, until it is interrupted, for Terraform
 * runs that are given the variable it prints. Nothing else may ever be written to the standard output.
 */
export async function serve<A extends Attributes, C>(
  provider: ProviderDefinition<A, C>,
  options: ServeOptions = {},
): Promise<void> {
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
  const server = makeProviderServer(makeHandlers(provider, log));
  const socket = claimSocket(env);
  const end = (code: number) => {
    // tryShutdown alone can wait for ever for the host's two open streams.
    const forced = setTimeout(() => {
      server.forceShutdown();
      process.exit(code);
    }, SHUTDOWN_GRACE_MS);
    server.tryShutdown(() => {
      clearTimeout(forced);
      process.exit(code);
    });
  };
  addCompanionServices(server, () => {
    end(0);
  });
  process.on("exit", socket.remove);
  surviveSignals(debug, end);

  const clientCertificate = debug ? undefined : env["PLUGIN_CLIENT_CERT"];
  const own = clientCertificate ? makeCertificate() : undefined;
  const credentials =
    own && clientCertificate
      ? ServerCredentials.createSsl(
          Buffer.from(clientCertificate),
          [{ private_key: Buffer.from(own.keyPem), cert_chain: Buffer.from(own.certPem) }],
          true,
        )
      : ServerCredentials.createInsecure();
  const port = await bind(server, socket.bindAddress, credentials);
  const address = socket.hostAddress(port);
  if (debug) {
    const source = options.source ?? `registry.terraform.io/${provider.name}/${provider.name}`;
    process.stdout.write(reattachLine(source, socket.network, address, process.pid));
  } else {
    process.stdout.write(handshakeLine(socket.network, address, own?.der, env));
    watchParent();
  }
}

/**
 * Ctrl-C reaches the whole process group: the plugin ignores it, for Terraform then asks it to stop (StopProvider) and waits
 * for the calls in flight. SIGTERM would end it without its exit hooks, and leave the socket behind.
 */
function surviveSignals(debug: boolean, end: (code: number) => void): void {
  process.on("SIGINT", () => {
    if (debug) end(0);
  });
  process.on("SIGTERM", () => {
    end(0);
  });
}

/** Nobody tells an orphan that its Terraform was killed. */
function watchParent(): void {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) process.exit(1);
  }, ORPHAN_POLL_MS).unref();
}
