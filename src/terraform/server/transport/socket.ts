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

/** The longest socket path that the kernel keeps; a longer one is refused, or cut by older versions of Node. */
const LONGEST_PATH = process.platform === "darwin" ? 103 : 107;

/** Only the owner may connect: in debug mode there is no TLS, and any client may use the provider's credentials. */
const OWNER_ONLY = 0o600;

/**
 * A socket in the user's temporary directory, or in /tmp if that path is too long for a socket; on Windows, where go-plugin
 * does not use sockets, a port of the loopback.
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

/**
 * Runs the function that creates a socket at this path, synchronously, so that only the owner can use the socket from the
 * start, whatever the umask.
 */
export function ownerOnly(path: string, bind: () => void): void {
  let before: number | undefined;
  try {
    before = process.umask(0o777 & ~OWNER_ONLY);
  } catch {
    // A thread cannot set the umask: there the mode is set right after.
  }
  try {
    bind();
  } finally {
    if (before !== undefined) process.umask(before);
  }
  try {
    chmodSync(path, OWNER_ONLY);
  } catch {
    // It could not be created: the caller of listen gets the reason.
  }
}
