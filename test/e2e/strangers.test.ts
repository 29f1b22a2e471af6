import { type ChildProcess, spawn } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { connect as connectPlain } from "node:http2";
import { connect as connectNet } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect as connectTls } from "node:tls";
import { type ChannelCredentials, Client, credentials, status } from "@grpc/grpc-js";
import { GetMetadataResponse } from "../../src/terraform/protocol/messages";
import { makeCertificate } from "../../src/terraform/server/transport/certificate";
import { builtProvider } from "../support/built-provider";

/** The built provider as a process: Terraform, which has the right certificate, is served, and nobody else is. */

const MAGIC_COOKIE = "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2";
const METADATA = "/tfplugin6.Provider/GetMetadata";
const STOP = "/tfplugin6.Provider/StopProvider";
const SHUTDOWN = "/plugin.GRPCController/Shutdown";

const host = makeCertificate();
let sockets: string;
let child: ChildProcess;
let address: string;
let root: Buffer;

beforeEach(async () => {
  sockets = mkdtempSync(join(tmpdir(), "str-"));
  const built = builtProvider();
  const executable = readdirSync(built).find((name) => name.startsWith("terraform-provider-flagform"));
  if (executable === undefined) throw new Error("The provider is not built: npm run build");
  const env = {
    PATH: process.env["PATH"],
    FLAGFORM_NODE: process.execPath,
    TF_PLUGIN_MAGIC_COOKIE: MAGIC_COOKIE,
    PLUGIN_PROTOCOL_VERSIONS: "6",
    PLUGIN_CLIENT_CERT: host.certPem,
    PLUGIN_UNIX_SOCKET_DIR: sockets,
  };
  const started = spawn(join(built, executable), [], { env, stdio: ["ignore", "pipe", "inherit"] });
  child = started;
  const [line] = (await once(started.stdout, "data")) as [Buffer];
  const parts = line.toString().trimEnd().split("|");
  address = parts[3] ?? "";
  root = Buffer.from(new X509Certificate(Buffer.from(parts[5] ?? "", "base64")).toString());
});
afterEach(async () => {
  if (child.exitCode === null) {
    const closed = once(child, "exit");
    child.kill("SIGKILL");
    await closed;
  }
  rmSync(sockets, { recursive: true });
});

/** Calls a procedure with an empty message; gives gRPC's code, and the answer. */
function call(secured: ChannelCredentials, path: string): Promise<{ code: number; bytes: Buffer }> {
  const client = new Client(`unix:${address}`, secured, { "grpc.ssl_target_name_override": "localhost" });
  return new Promise((resolve) => {
    client.makeUnaryRequest<Buffer, Buffer>(
      path,
      (each) => each,
      (each) => each,
      Buffer.alloc(0),
      { deadline: Date.now() + 300_000 },
      (failure, bytes) => {
        client.close();
        resolve({ code: failure?.code ?? status.OK, bytes: bytes ?? Buffer.alloc(0) });
      },
    );
  });
}

const terraform = (): ChannelCredentials => credentials.createSsl(root, Buffer.from(host.keyPem), Buffer.from(host.certPem));

async function expectServed(): Promise<void> {
  const { code, bytes } = await call(terraform(), METADATA);
  expect(code).toBe(status.OK);
  expect(GetMetadataResponse.decode(bytes).resources).toContainEqual({ typeName: "flagform_feature_flag" });
}

test("strangers are refused while Terraform is served, and can neither read, stop nor end the provider", async () => {
  const [one, other] = [makeCertificate(), makeCertificate()];
  const strangers: readonly (readonly [string, ChannelCredentials])[] = [
    ["without a certificate", credentials.createSsl(root)],
    ["with a certificate of its own making", credentials.createSsl(root, Buffer.from(one.keyPem), Buffer.from(one.certPem))],
    // Its chain shows the right one, which anybody on the machine may have seen, but not with its key.
    [
      "with the right certificate behind its own",
      credentials.createSsl(root, Buffer.from(other.keyPem), Buffer.from(other.certPem + host.certPem)),
    ],
    [
      "with the server's certificate behind its own",
      credentials.createSsl(root, Buffer.from(one.keyPem), Buffer.from(one.certPem + root.toString())),
    ],
    ["in plain text", credentials.createInsecure()],
  ];
  await expectServed();
  for (const path of [METADATA, STOP, SHUTDOWN]) {
    const served = expectServed();
    const codes = await Promise.all(strangers.map(async ([who, secured]) => [who, (await call(secured, path)).code]));
    expect(codes).toEqual(strangers.map(([who]) => [who, status.UNAVAILABLE]));
    await served;
  }
  expect(child.exitCode).toBeNull();
  await expectServed();
});

test("no byte of an answer comes before the certificate is known, with either version of TLS", async () => {
  for (const version of ["TLSv1.2", "TLSv1.3"] as const) {
    const socket = connectTls({
      path: address,
      ca: root,
      servername: "localhost",
      ALPNProtocols: ["h2"],
      minVersion: version,
      maxVersion: version,
    });
    const heard: Buffer[] = [];
    socket.on("data", (chunk: Buffer) => heard.push(chunk));
    socket.on("secureConnect", () => socket.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0"));
    const ended = await new Promise<string>((resolve) => {
      socket.on("error", (error: NodeJS.ErrnoException) => {
        resolve(error.code ?? error.message);
      });
      socket.on("end", () => {
        resolve("ended");
      });
    });
    expect(ended).toMatch(/ALERT|ECONNRESET|EPIPE|ended/);
    expect(Buffer.concat(heard).toString("latin1")).toBe("");
  }
  await expectServed();
});

test("older TLS, HTTP/2 in plain text and noise get nothing, and the provider outlives them", async () => {
  const old = connectTls({ path: address, ca: root, servername: "localhost", minVersion: "TLSv1", maxVersion: "TLSv1.1" });
  await expect(new Promise((resolve, reject) => old.on("secureConnect", resolve).on("error", reject))).rejects.toThrow();
  const plain = connectPlain("http://localhost", { createConnection: () => connectNet(address) });
  await new Promise((resolve) => plain.on("error", resolve).on("close", resolve));
  plain.destroy();
  for (const noise of ["GET / HTTP/1.1\r\nHost: evil.example.com\r\n\r\n", "\x16\x03\x01\xff\xff".repeat(500)]) {
    const socket = connectNet(address);
    socket.on("error", () => undefined);
    socket.end(Buffer.from(noise, "latin1"));
    await once(socket.resume(), "close");
  }
  await expectServed();
});

test("it listens at a socket of the file system, and holds no network port open", () => {
  expect(statSync(address).isSocket()).toBe(true);
  if (process.platform !== "linux") return;
  const inodes = readdirSync(`/proc/${String(child.pid)}/fd`).flatMap((fd) => {
    try {
      const { ino } = statSync(`/proc/${String(child.pid)}/fd/${fd}`);
      return [String(ino)];
    } catch {
      return [];
    }
  });
  for (const table of ["tcp", "tcp6"]) {
    const listening = readFileSync(`/proc/${String(child.pid)}/net/${table}`, "utf8")
      .split("\n")
      .slice(1)
      .filter((row) => row.trim().split(/\s+/)[3] === "0A")
      .map((row) => row.trim().split(/\s+/)[9] ?? "");
    expect(listening.filter((inode) => inodes.includes(inode))).toEqual([]);
  }
});
