import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ChannelCredentials } from "@grpc/grpc-js";
import { Client, credentials, status } from "@grpc/grpc-js";
import { GetMetadataResponse } from "../../src/terraform/protocol/messages";
import { makeCertificate } from "../../src/terraform/server/transport/certificate";
import { installDemofile } from "../fixtures/install-demofile";
import { hasTerraform, Workspace } from "../fixtures/terraform-run";

const MAGIC_COOKIE = "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2";

/** The provider as a process: what Terraform's plugin host sees of it. */
describe("a provider's process", () => {
  const directory = mkdtempSync(join(tmpdir(), "kit-"));
  const sockets = mkdtempSync(join(tmpdir(), "kit-s-"));
  const host = makeCertificate();
  const env = {
    PATH: process.env["PATH"],
    TF_PLUGIN_MAGIC_COOKIE: MAGIC_COOKIE,
    PLUGIN_PROTOCOL_VERSIONS: "5,6",
    PLUGIN_CLIENT_CERT: host.certPem,
    PLUGIN_UNIX_SOCKET_DIR: sockets,
  };
  let executable: string;
  const running: ChildProcess[] = [];

  beforeAll(() => {
    executable = installDemofile(directory).executable;
  });
  afterEach(() => {
    for (const child of running.splice(0)) child.kill("SIGKILL");
    for (const left of readdirSync(sockets)) rmSync(join(sockets, left));
  });
  afterAll(() => {
    rmSync(directory, { recursive: true });
    rmSync(sockets, { recursive: true });
  });

  function start(environment: NodeJS.ProcessEnv, ...args: string[]): ChildProcess {
    const child = spawn(executable, args, { env: environment, stdio: ["ignore", "pipe", "pipe"] });
    running.push(child);
    return child;
  }
  async function finished(child: ChildProcess): Promise<{ code: number | null; stdout: string; stderr: string }> {
    const said = { stdout: "", stderr: "" };
    child.stdout?.on("data", (chunk: Buffer) => (said.stdout += chunk.toString()));
    child.stderr?.on("data", (chunk: Buffer) => (said.stderr += chunk.toString()));
    const [code] = (await once(child, "close")) as [number | null];
    return { code, ...said };
  }
  async function handshake(environment: NodeJS.ProcessEnv = env) {
    const child = start(environment);
    if (!child.stdout) throw new Error("no standard output");
    const [chunk] = (await once(child.stdout, "data")) as [Buffer];
    const line = chunk.toString();
    const [core, app, network, address = "", protocol, certificate = ""] = line.trimEnd().split("|");
    return { child, line, core, app, network, address, protocol, certificate };
  }
  /** Calls a procedure with an empty message; gives the gRPC code, and the bytes of the answer. */
  function call(address: string, secured: ChannelCredentials, path: string): Promise<{ code: number; bytes: Buffer }> {
    const client = new Client(`unix:${address}`, secured, { "grpc.ssl_target_name_override": "localhost" });
    return new Promise((resolve) => {
      const deadline = { deadline: Date.now() + 300_000 };
      client.makeUnaryRequest<Buffer, Buffer>(
        path,
        (each) => each,
        (each) => each,
        Buffer.alloc(0),
        deadline,
        (failure, bytes) => {
          client.close();
          resolve({ code: failure?.code ?? status.OK, bytes: bytes ?? Buffer.alloc(0) });
        },
      );
    });
  }
  function asHost(certificate: string): ChannelCredentials {
    const server = new X509Certificate(Buffer.from(certificate, "base64"));
    return credentials.createSsl(Buffer.from(server.toString()), Buffer.from(host.keyPem), Buffer.from(host.certPem));
  }

  test("started by hand explains itself, and ends with 1", async () => {
    const { code, stdout, stderr } = await finished(start({ PATH: env.PATH }));
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain('the Terraform provider "demofile"');
    expect(stderr).toContain("terraform init");
  });

  test("says the one line that the host waits for", async () => {
    const { line, core, app, network, address, protocol, certificate } = await handshake();
    expect([core, app, network, protocol]).toEqual(["1", "6", "unix", "grpc"]);
    expect(line.split("|")).toHaveLength(6);
    expect(line).toMatch(/^[^\n]+\n$/);
    expect(certificate).not.toContain("=");
    expect(new X509Certificate(Buffer.from(certificate, "base64")).checkHost("localhost")).toBe("localhost");
    expect(existsSync(address)).toBe(true);
  });

  test("says that it cannot multiplex only to a host that asks", async () => {
    const { line } = await handshake({ ...env, PLUGIN_MULTIPLEX_GRPC: "true" });
    expect(line.trimEnd().split("|")[6]).toBe("false");
  });

  test("answers its host, and nobody without the host's certificate", async () => {
    const { address, certificate } = await handshake();
    const metadata = await call(address, asHost(certificate), "/tfplugin6.Provider/GetMetadata");
    expect(GetMetadataResponse.decode(metadata.bytes).resources).toEqual([{ typeName: "demofile_note" }]);
    const root = Buffer.from(new X509Certificate(Buffer.from(certificate, "base64")).toString());
    const stranger = makeCertificate();
    const foreign = credentials.createSsl(root, Buffer.from(stranger.keyPem), Buffer.from(stranger.certPem));
    for (const others of [foreign, credentials.createSsl(root), credentials.createInsecure()]) {
      expect((await call(address, others, "/tfplugin6.Provider/GetMetadata")).code).toBe(status.UNAVAILABLE);
    }
  });

  test("speaks without TLS where the host has switched it off", async () => {
    const { line, address } = await handshake({ ...env, PLUGIN_CLIENT_CERT: undefined });
    expect(line).toMatch(/\|grpc\|\n$/);
    expect((await call(address, credentials.createInsecure(), "/tfplugin6.Provider/GetMetadata")).code).toBe(status.OK);
  });

  test("is in good health", async () => {
    const { address, certificate } = await handshake();
    expect((await call(address, asHost(certificate), "/grpc.health.v1.Health/Check")).bytes).toEqual(Buffer.from([0x08, 1]));
  });

  test("ends at once when it is asked to, also with the host's streams open, and leaves no socket", async () => {
    const { child, address, certificate } = await handshake();
    const streams = new Client(`unix:${address}`, asHost(certificate), { "grpc.ssl_target_name_override": "localhost" });
    const same = (each: Buffer) => each;
    const stdio = streams.makeServerStreamRequest("/plugin.GRPCStdio/StreamStdio", same, same, Buffer.alloc(0));
    const broker = streams.makeBidiStreamRequest("/plugin.GRPCBroker/StartStream", same, same);
    const ended = Promise.all(
      [stdio, broker].map((stream) => new Promise((resolve) => stream.on("error", resolve).on("end", resolve).resume())),
    );
    const closed = once(child, "close");
    expect((await call(address, asHost(certificate), "/plugin.GRPCController/Shutdown")).code).toBe(status.OK);
    expect((await closed)[0]).toBe(0);
    await ended;
    streams.close();
    expect(existsSync(address)).toBe(false);
  });

  test("ignores Ctrl-C, ends on SIGTERM, and leaves no socket", async () => {
    const { child, address, certificate } = await handshake();
    child.kill("SIGINT");
    expect((await call(address, asHost(certificate), "/tfplugin6.Provider/GetMetadata")).code).toBe(status.OK);
    const closed = once(child, "close");
    child.kill("SIGTERM");
    expect((await closed)[0]).toBe(0);
    expect(existsSync(address)).toBe(false);
  });

  test("does not outlive a host that was killed", async () => {
    const parent = `const child = require("node:child_process").spawn(process.argv[1], { stdio: ["ignore", "pipe", "ignore"] });
      child.stdout.pipe(process.stdout);`;
    const killed = spawn(process.execPath, ["-e", parent, executable], { env, stdio: ["ignore", "pipe", "ignore"] });
    const [line] = (await once(killed.stdout, "data")) as [Buffer];
    const socket = line.toString().split("|")[3] ?? "";
    killed.kill("SIGKILL");
    await once(killed, "close");
    expect(existsSync(socket)).toBe(true);
    while (existsSync(socket)) await new Promise((resolve) => setTimeout(resolve, 100));
  });

  test("says so where it cannot listen", async () => {
    const { code, stdout, stderr } = await finished(start({ ...env, PLUGIN_UNIX_SOCKET_DIR: join(sockets, "missing") }));
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain("cannot listen at");
  });

  test("outlives noise on its socket", async () => {
    const { address, certificate } = await handshake();
    const plain = await handshake({ ...env, PLUGIN_CLIENT_CERT: undefined });
    const preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    for (const noise of ["GET / HTTP/1.1\r\n\r\n", preface + "\0".repeat(100), preface + "\xff".repeat(5_000)]) {
      for (const path of [address, plain.address]) {
        const socket = connect(path);
        socket.on("error", () => undefined);
        socket.end(Buffer.from(noise, "latin1"));
        await once(socket.resume(), "close");
      }
    }
    expect((await call(address, asHost(certificate), "/tfplugin6.Provider/GetMetadata")).code).toBe(status.OK);
    expect((await call(plain.address, credentials.createInsecure(), "/tfplugin6.Provider/GetMetadata")).code).toBe(
      status.OK,
    );
  });

  test("says nothing on its standard error unless it is asked to log", async () => {
    const silent = await handshake();
    silent.child.kill("SIGTERM");
    expect((await finished(silent.child)).stderr).toBe("");
  });

  (hasTerraform() ? test : test.skip)("serves several runs of Terraform in its debug mode", async () => {
    const child = start({ PATH: env.PATH, PLUGIN_UNIX_SOCKET_DIR: sockets }, "--debug");
    if (!child.stdout) throw new Error("no standard output");
    const [chunk] = (await once(child.stdout, "data")) as [Buffer];
    const variable = /^TF_REATTACH_PROVIDERS='(.*)'\n$/
      .exec(chunk.toString())?.[1]
      ?.replace("demofile/demofile", "fixtures/demofile");
    const workspace = new Workspace({ TF_REATTACH_PROVIDERS: variable });
    workspace.write(
      "main.tf",
      `terraform {
        required_providers {
          demofile = {
            source = "fixtures/demofile"
          }
        }
      }
      provider "demofile" {
        directory = "${workspace.directory}"
      }
      resource "demofile_note" "a" {
        name    = "a"
        content = "hello"
      }`,
    );
    expect(workspace.must("apply", "-auto-approve")).toContain("1 added");
    expect(workspace.must("destroy", "-auto-approve")).toContain("1 destroyed");
    workspace.remove();
    expect(child.exitCode).toBeNull();
    const closed = once(child, "close");
    child.kill("SIGINT");
    expect((await closed)[0]).toBe(0);
    expect(readdirSync(sockets)).toEqual([]);
  });
});
