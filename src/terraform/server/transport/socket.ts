import { randomBytes } from "node:crypto";
import { chmodSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Where a server listens. */
export interface Listening {
  readonly network: "unix" | "tcp";
  /** Absent: a free port of the loopback. */
  readonly path: string | undefined;
  /** For go-plugin's handshake line. */
  hostAddress(port: number): string;
  /** For a grpc-js client. */
  dialAddress(port: number): string;
  remove(): void;
}

/** How many bytes of a socket's path the kernel keeps; what is longer is refused, or cut by older versions of Node. */
const LONGEST_PATH = process.platform === "darwin" ? 103 : 107;

/** Only the owner may connect: in debug mode there is no TLS, and whoever is let in may use the provider's credentials. */
const OWNER_ONLY = 0o600;

/**
 * A socket in the user's temporary directory, or in /tmp where the path of that is too long for one; on Windows, where go-plugin has
 * none, a port of the loopback.
 */
export function claimSocket(env: NodeJS.ProcessEnv): Listening {
  if (process.platform === "win32") {
    const hostAddress = (port: number) => `127.0.0.1:${String(port)}`;
    return { network: "tcp", path: undefined, hostAddress, dialAddress: hostAddress, remove: () => undefined };
  }
  const name = `plugin${randomBytes(6).toString("hex")}`;
  const wanted = join(env["PLUGIN_UNIX_SOCKET_DIR"] || tmpdir(), name);
  const path = Buffer.byteLength(wanted) > LONGEST_PATH ? join("/tmp", name) : wanted;
  return {
    network: "unix",
    path,
    hostAddress: () => path,
    dialAddress: () => `unix:${path}`,
    remove: () => {
      rmSync(path, { force: true });
    },
  };
}

/** Runs what makes a socket at this path, at once, so that it is the owner's alone from the first moment, whatever the umask. */
export function ownerOnly(path: string, bind: () => void): void {
  let before: number | undefined;
  try {
    before = process.umask(0o777 & ~OWNER_ONLY);
  } catch {
    // A thread cannot set it: there the mode follows right after.
  }
  try {
    bind();
  } finally {
    if (before !== undefined) process.umask(before);
  }
  try {
    chmodSync(path, OWNER_ONLY);
  } catch {
    // It could not be made: whoever listens is told why.
  }
}
