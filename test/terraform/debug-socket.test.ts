import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client, credentials, status } from "@grpc/grpc-js";
import { installDemofile } from "../fixtures/install-demofile";

/** In debug mode the socket has no TLS: who may connect may use the provider's credentials. */
describe("the socket of the debug mode", () => {
  const directory = mkdtempSync(join(tmpdir(), "kit-"));
  const executable = installDemofile(directory).executable;
  const running: ChildProcess[] = [];

  afterEach(() => {
    for (const child of running.splice(0)) child.kill("SIGKILL");
  });
  afterAll(() => {
    rmSync(directory, { recursive: true });
  });

  /** Starts it with a umask that keeps nobody out, and gives its socket's path. */
  async function debug(environment: NodeJS.ProcessEnv) {
    const env = { PATH: process.env["PATH"], ...environment };
    const child = spawn("sh", ["-c", `umask 000; exec "$0" --debug`, executable], {
      env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    running.push(child);
    const said = { stderr: "" };
    child.stderr.on("data", (chunk: Buffer) => (said.stderr += chunk.toString()));
    const [chunk] = (await once(child.stdout, "data")) as [Buffer];
    const path = /"String":"([^"]+)"/.exec(chunk.toString())?.[1] ?? "";
    return { child, path, said };
  }

  function answers(path: string): Promise<boolean> {
    const client = new Client(`unix:${path}`, credentials.createInsecure());
    const same = (each: Buffer) => each;
    return new Promise((resolve) => {
      client.makeUnaryRequest("/tfplugin6.Provider/GetMetadata", same, same, Buffer.alloc(0), (failure) => {
        client.close();
        resolve((failure?.code ?? status.OK) === status.OK);
      });
    });
  }

  test("is its owner's alone, whatever the umask", async () => {
    const sockets = mkdtempSync(join(directory, "s-"));
    const { path } = await debug({ TMPDIR: sockets });
    expect(readdirSync(sockets)).toHaveLength(1);
    expect((statSync(path).mode & 0o777).toString(8)).toBe("600");
    expect(await answers(path)).toBe(true);
  });

  test("stands in /tmp where the temporary directory's path is too long for a socket", async () => {
    const long = join(directory, "l".repeat(120));
    mkdirSync(long);
    const { child, path } = await debug({ TMPDIR: long });
    expect(path).toMatch(/^\/tmp\/plugin[0-9a-f]{12}$/);
    expect((statSync(path).mode & 0o777).toString(8)).toBe("600");
    expect(await answers(path)).toBe(true);
    const closed = once(child, "close");
    child.kill("SIGTERM");
    await closed;
    expect(existsSync(path)).toBe(false);
  });

  test("goes when the terminal goes", async () => {
    const { child, path } = await debug({ TMPDIR: directory });
    const closed = once(child, "close");
    child.kill("SIGHUP");
    expect((await closed)[0]).toBe(0);
    expect(existsSync(path)).toBe(false);
  });

  test("is the only way in: the signal for Node's inspector opens none", async () => {
    const { child, path, said } = await debug({ TMPDIR: directory });
    child.kill("SIGUSR1");
    // Each answer is a turn of the process' loop, in which the inspector would speak up.
    for (let turn = 0; turn < 5; turn++) expect(await answers(path)).toBe(true);
    const closed = once(child, "close");
    child.kill("SIGTERM");
    await closed;
    expect(said.stderr).toBe("");
  });
});
