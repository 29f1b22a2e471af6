import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
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

/** A socket in the user's temporary directory; on Windows, where go-plugin has none, a port of the loopback. */
export function claimSocket(env: NodeJS.ProcessEnv): Listening {
  if (process.platform === "win32") {
    const hostAddress = (port: number) => `127.0.0.1:${String(port)}`;
    return { network: "tcp", path: undefined, hostAddress, dialAddress: hostAddress, remove: () => undefined };
  }
  // macOS cuts paths of sockets at 104 bytes, and its temporary directories alone take half of that.
  const path = join(env["PLUGIN_UNIX_SOCKET_DIR"] || tmpdir(), `plugin${randomBytes(6).toString("hex")}`);
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
