import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { type AddressInfo, connect, createServer as createNetServer, type Server as NetServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { createHttpClient, type HttpClient } from "../../src/http/http-client";
import { HttpError } from "../../src/http/http-error";
import type { HttpClientOptions } from "../../src/http/http-options";
import { makeCertificate } from "../../src/terraform/server/transport/certificate";
import { turn } from "../support/clocks";
import { FakeWire, rawAnswer } from "../support/fake-wire";
import { VirtualClock } from "../support/virtual-clock";

/** Whatever stands between here and a platform, and whatever stands in its place: the error names who is to blame, and what to change. */

const SECRET = "abcdefgh.secretsecretsecret";
const PASSWORD = "pr0xy-p@ss/w+rd";

let directory: string;
let clock: VirtualClock;
let logged: string[];
let notices: string[];
const ends: (() => void)[] = [];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "networks-"));
  clock = new VirtualClock();
  logged = [];
  notices = [];
});
afterEach(() => {
  for (const end of ends.splice(0)) end();
  rmSync(directory, { recursive: true });
});

function client(root: string, variables: NodeJS.ProcessEnv = {}, more: Partial<HttpClientOptions> = {}): HttpClient {
  const made = createHttpClient({
    root,
    headers: { Authorization: `Api-Key ${SECRET}` },
    version: "1.2.3",
    signal: new AbortController().signal,
    clock,
    variables,
    log: (level, message) => logged.push(`${level} ${message}`),
    notice: (summary, detail) => notices.push(`${summary}: ${detail}`),
    ...more,
  });
  ends.push(() => made.close());
  return made;
}

async function failure(promise: Promise<unknown>): Promise<HttpError> {
  const error: unknown = await promise.then(
    () => new Error("it succeeded"),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof HttpError)) throw error;
  const told = JSON.stringify([error.details, error.message, logged, notices]);
  for (const secret of [SECRET, PASSWORD, encodeURIComponent(PASSWORD)]) expect(told).not.toContain(secret);
  return error;
}

const read = (http: HttpClient, path = "/x"): Promise<unknown> => http.send({ method: "GET", path });

/** What is said to whom, of a server that is started and stopped with the test. */
async function listen(server: Server | NetServer): Promise<number> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined).on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  ends.push(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return (server.address() as AddressInfo).port;
}

const answering = (handle: (request: IncomingMessage, response: ServerResponse) => void): Promise<number> =>
  listen(createServer(handle));
/** What the other side sees comes in turns of the event loop, and not for ever. */
async function until(isSo: () => boolean): Promise<void> {
  for (let turns = 0; !isSo(); turns++) {
    if (turns > 100_000) throw new Error("it never happened");
    await turn();
  }
}

const ok = (_request: IncomingMessage, response: ServerResponse): void => {
  response.writeHead(200, { "Content-Type": "application/json" }).end('{"ok":true}');
};

async function secured(): Promise<{ port: number; authority: string }> {
  const { certPem, keyPem } = makeCertificate();
  const port = await listen(createSecureServer({ cert: certPem, key: keyPem }, ok));
  const authority = join(directory, "authority.pem");
  writeFileSync(authority, certPem);
  return { port, authority };
}

/** A proxy that opens ways, to this machine, whatever the host is called. */
async function proxy(target: number, demand?: string): Promise<{ port: number; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method ?? ""} ${request.url ?? ""}`);
    ok(request, response);
  });
  server.on("connect", (request: IncomingMessage, socket: Socket) => {
    asked.push(`CONNECT ${request.url ?? ""}`);
    if (demand !== undefined && request.headers["proxy-authorization"] !== demand) {
      socket.end("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n");
      return;
    }
    const way = connect(target, "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      way.pipe(socket).pipe(way);
    });
    way.on("error", () => socket.destroy());
    socket.on("error", () => way.destroy());
  });
  return { port: await listen(server), asked };
}

describe("certificates", () => {
  test("a company's own authority is not trusted, and the error names the variables", async () => {
    const { port } = await secured();
    const { details } = await failure(read(client(`https://localhost:${port}`)));
    expect(details).toMatchObject({ kind: "unreachable", host: `localhost:${port}` });
    expect(details.words).toBe(`localhost:${port}: the server's certificate is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT)`);
    expect(details.advice).toMatch(/NODE_EXTRA_CA_CERTS \(or SSL_CERT_FILE\)/);
  });

  test("SSL_CERT_FILE names it, as for Terraform itself", async () => {
    const { port, authority } = await secured();
    const http = client(`https://localhost:${port}`, { SSL_CERT_FILE: authority });
    await expect(read(http)).resolves.toMatchObject({ body: { ok: true } });
  });

  test("a variable that names nothing readable is the culprit", async () => {
    const { port } = await secured();
    const missing = join(directory, "nothing.pem");
    const one = await failure(read(client(`https://localhost:${port}`, { SSL_CERT_FILE: missing })));
    expect(one.message).toContain("SSL_CERT_FILE names a file that cannot be read");
    const other = await failure(read(client(`https://localhost:${port}`, { NODE_EXTRA_CA_CERTS: missing })));
    expect(other.details.advice).toContain("NODE_EXTRA_CA_CERTS names a file that cannot be read");
  });
});

describe("schemes", () => {
  test("https to a port that is not encrypted", async () => {
    const port = await answering(ok);
    const { details } = await failure(read(client(`https://localhost:${port}`)));
    expect(details.words).toBe(`localhost:${port}: the server does not use TLS, which https:// requires`);
    expect(details.advice).toContain("use http:// in the provider's host");
  });

  test("http to a port that is encrypted", async () => {
    const { port } = await secured();
    const { details } = await failure(read(client(`http://localhost:${port}`)));
    expect(details.advice).toContain("use https:// in the provider's host");
    expect(JSON.stringify(details)).not.toMatch(/EPROTO|HPE_/);
  });

  test("http to nginx, which answers in plain text that it wants TLS", async () => {
    const port = await answering((_request, response) => {
      response.writeHead(400, { "Content-Type": "text/html" });
      response.end("<html><head><title>400 The plain HTTP request was sent to HTTPS port</title></head></html>");
    });
    const { details } = await failure(read(client(`http://localhost:${port}`)));
    expect(details.advice).toContain("use https:// in the provider's host");
  });

  test("something that speaks neither", async () => {
    const port = await listen(createNetServer((socket) => socket.end("SSH-2.0-OpenSSH_9.6\r\n")));
    expect((await failure(read(client(`http://127.0.0.1:${port}`)))).message).toContain("the answer is not HTTP");
    expect((await failure(read(client(`https://127.0.0.1:${port}`)))).message).toContain("does not use TLS");
  });
});

describe("proxies", () => {
  test("https goes through a tunnel, which is kept, and the password is sent", async () => {
    const { port, authority } = await secured();
    const { port: way, asked } = await proxy(port, `Basic ${Buffer.from(`me:${PASSWORD}`).toString("base64")}`);
    const variables = { HTTPS_PROXY: `me:${encodeURIComponent(PASSWORD)}@127.0.0.1:${way}`, SSL_CERT_FILE: authority };
    // A dot at its end makes a name that is not this machine's to the program, and is to the certificate.
    const http = client(`https://localhost.:${port}`, variables);
    for (let times = 0; times < 3; times++) await expect(read(http)).resolves.toMatchObject({ body: { ok: true } });
    expect(asked).toEqual([`CONNECT localhost.:${port}`]);
  });

  test("http is passed on", async () => {
    const { port: way, asked } = await proxy(1);
    const http = client("http://flags.invalid", { HTTP_PROXY: `127.0.0.1:${way}` });
    await expect(read(http)).resolves.toMatchObject({ body: { ok: true } });
    expect(asked).toEqual(["GET http://flags.invalid/x"]);
  });

  test("one that asks for a password, and one that knows another", async () => {
    const { port: way } = await proxy(1, "Basic other");
    const { details } = await failure(read(client("https://flags.invalid", { HTTPS_PROXY: `http://127.0.0.1:${way}` })));
    expect(details.words).toBe(
      `the proxy http://127.0.0.1:${way} (HTTPS_PROXY): it requires a user name and a password (status 407)`,
    );
    const wrong = { HTTPS_PROXY: `http://me:${encodeURIComponent(PASSWORD)}@127.0.0.1:${way}` };
    expect((await failure(read(client("https://flags.invalid", wrong)))).message).toContain("does not accept the user name");
  });

  test.each([
    [403, /it does not allow connections to flags\.invalid \(status 403\)/],
    [503, /it cannot reach flags\.invalid \(status 503\)/],
    [404, /it does not work as a proxy for https \(status 404\)/],
  ])("one that answers %i", async (status, words) => {
    const server = createServer();
    server.on("connect", (_request, socket: Socket) => socket.end(`HTTP/1.1 ${status} No\r\nContent-Length: 0\r\n\r\n`));
    const way = await listen(server);
    const error = await failure(read(client("https://flags.invalid", { HTTPS_PROXY: `http://127.0.0.1:${way}` })));
    expect(error.message).toMatch(words);
    expect(error.details.advice).toMatch(/Check HTTPS_PROXY, or add flags\.invalid to NO_PROXY/);
  });

  test("where nothing listens, and where something else does", async () => {
    const dead = await failure(read(client("https://flags.invalid", { HTTPS_PROXY: "http://127.0.0.1:1" })));
    expect(dead.message).toContain(
      "the proxy http://127.0.0.1:1 (HTTPS_PROXY): connection refused: nothing listens on that port",
    );
    const other = await listen(createNetServer((socket) => socket.end("220 mail.example.com ESMTP\r\n")));
    const variables = { https_proxy: `http://127.0.0.1:${other}` };
    expect((await failure(read(client("https://flags.invalid", variables)))).message).toContain(
      `the proxy http://127.0.0.1:${other} (https_proxy): it is not an HTTP proxy`,
    );
  });

  test("one that is said to be encrypted and is not", async () => {
    const { port: way } = await proxy(1);
    const { details } = await failure(read(client("https://flags.invalid", { HTTPS_PROXY: `https://127.0.0.1:${way}` })));
    expect(details.advice).toContain("Use http:// in HTTPS_PROXY");
  });

  test("one that makes no sense is told before anything is sent", async () => {
    const variables = { HTTPS_PROXY: `socks5://me:${encodeURIComponent(PASSWORD)}@proxy:1080` };
    const { details } = await failure(read(client("https://flags.invalid", variables)));
    expect(details.words).toContain("HTTPS_PROXY names a socks5 proxy");
    expect(details.advice).toContain("NO_PROXY");
  });

  test("one that takes the connection and says nothing", async () => {
    let asked = 0;
    const way = await listen(createNetServer((socket) => socket.on("data", () => asked++)));
    const answer = failure(read(client("https://flags.invalid", { HTTPS_PROXY: `http://127.0.0.1:${way}` })));
    for (let tries = 1; tries <= 5; tries++) {
      await until(() => asked >= tries);
      await clock.advance(10_000);
    }
    expect((await answer).message).toContain("(HTTPS_PROXY): no connection was established in time");
  });
});

describe("servers that do not answer as they should", () => {
  test("silence: a word in the log after 30 s, and the end after two tries", async () => {
    let asked = 0;
    const port = await answering(() => void asked++);
    const answer = failure(read(client(`http://127.0.0.1:${port}`)));
    await until(() => asked >= 1);
    await clock.advance(30_000);
    expect(logged.at(-1)).toBe(`warn 127.0.0.1:${port} has not answered for 30 s (GET /x): still waiting`);
    await clock.advance(30_000);
    await until(() => asked >= 2);
    await clock.advance(60_000);
    expect((await answer).message).toBe(`127.0.0.1:${port}: no answer arrived in time`);
    expect(asked).toBe(2);
  });

  test("an answer that drips on is ended after five minutes", async () => {
    const response = new Promise<ServerResponse>((resolve) => {
      void answering((_request, answer) => {
        answer.writeHead(200, { "Content-Type": "application/json" });
        resolve(answer);
      }).then((port) => drip(port));
    });
    let answer: Promise<HttpError> | undefined;
    const drip = (port: number): void => void (answer = failure(read(client(`http://127.0.0.1:${port}`))));
    const dripping = await response;
    for (let spent = 0; spent < 300; spent += 20) {
      dripping.write(" ");
      for (let turns = 0; turns < 5; turns++) await turn();
      await clock.advance(20_000);
    }
    expect((await answer)?.message).toContain("its answer does not end");
  });

  test.each([
    ["plain", (chunk: Buffer) => chunk, {}],
    ["packed", (chunk: Buffer) => gzipSync(chunk), { "Content-Encoding": "gzip" }],
  ])("more than 64 MB, %s, is not kept", async (_name, pack, headers) => {
    const megabyte = pack(Buffer.alloc(1024 * 1024, " "));
    const port = await answering((_request, response) => {
      response.writeHead(200, { "Content-Type": "application/json", ...headers });
      let sent = 0;
      const more = (): void => {
        while (sent++ < 200 && response.write(megabyte));
        if (sent < 200) response.once("drain", more);
        else response.end();
      };
      more();
    });
    expect((await failure(read(client(`http://127.0.0.1:${port}`)))).message).toContain("larger than 64 MB");
  });

  test.each([
    ["gzip", gzipSync],
    ["br", brotliCompressSync],
    ["deflate", deflateSync],
  ])("an answer that is compressed by %s", async (encoding, compress) => {
    const asked: unknown[] = [];
    const port = await answering((request, response) => {
      asked.push(request.headers["accept-encoding"]);
      response.writeHead(200, { "Content-Type": "application/json", "Content-Encoding": encoding }).end(compress('{"a":1}'));
    });
    expect(await read(client(`http://127.0.0.1:${port}`))).toMatchObject({ body: { a: 1 } });
    expect(asked).toEqual(["gzip, br"]);
  });

  test("a compression that is none", async () => {
    const port = await answering((_request, response) => {
      response.writeHead(200, { "Content-Type": "application/json", "Content-Encoding": "gzip" }).end("no gzip");
    });
    expect((await failure(read(client(`http://127.0.0.1:${port}`)))).message).toContain("could not be decompressed");
  });

  test("JSON that is nested without end is not the API's, whoever's fault it is", async () => {
    const port = await answering((_request, response) => {
      response.writeHead(200, { "Content-Type": "application/json" }).end("[".repeat(50_000) + "]".repeat(50_000));
    });
    const { details } = await failure(read(client(`http://127.0.0.1:${port}`)));
    expect(details).toMatchObject({ kind: "not-json", host: `127.0.0.1:${port}` });
    expect(details.words).toContain("nested more than 200 levels deep");
  });
});

describe("waits that a host asks for", () => {
  const throttling = (status: number, headers: Record<string, string>): Promise<number> =>
    answering((_request, response) => response.writeHead(status, headers).end("{}"));

  test.each(["0", "-5", new Date(0).toUTCString(), "soon"])(
    "429 with Retry-After: %s waits as long as without, and not for ever",
    async (after) => {
      const { intercept, asked } = new FakeWire(() => rawAnswer(429, {}, { "Retry-After": after }));
      const { details } = await failure(read(client("https://flags.example.com", {}, { intercept })));
      expect(clock.slept.slice(0, 4)).toEqual([375, 750, 1500, 3000]);
      expect(details.words).toMatch(/asks for a pause of 61 minutes in total, but a run waits for at most one hour/);
      expect(asked.length).toBeLessThan(175);
    },
  );

  test.each(["0", "-5", new Date(0).toUTCString()])("503 with Retry-After: %s waits as long as without", async (after) => {
    const port = await throttling(503, { "Retry-After": after });
    await failure(read(client(`http://127.0.0.1:${port}`)));
    expect(clock.slept).toEqual([375, 750, 1500, 3000]);
  });

  test.each([429, 503])("%i that asks for more than an hour is an error at once", async (status) => {
    const port = await throttling(status, { "Retry-After": "86400" });
    const { details } = await failure(read(client(`http://127.0.0.1:${port}`)));
    expect(details).toMatchObject({ kind: "unavailable", status, host: `127.0.0.1:${port}` });
    expect(details.words).toContain("asks for a pause of 1440 minutes in total");
    expect(clock.slept).toEqual([]);
  });

  test("a budget that is used up until next year is an error too", async () => {
    const port = await answering((_request, response) => {
      response.writeHead(200, { "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "40000000" }).end("{}");
    });
    const http = client(`http://127.0.0.1:${port}`);
    await read(http);
    expect((await failure(read(http))).message).toContain("a run waits for at most one hour");
  });

  test("a wait of more than half a minute is said where it stays, once", async () => {
    let asked = 0;
    const port = await answering((_request, response) => {
      const isEnough = ++asked > 3;
      response.writeHead(isEnough ? 200 : 429, isEnough ? {} : { "Retry-After": "45" }).end("{}");
    });
    await read(client(`http://127.0.0.1:${port}`));
    expect(notices).toEqual([expect.stringMatching(/^Waiting for 127\.0\.0\.1:\d+: .* asks for fewer requests: .* 45 s/)]);
    expect(logged.filter((line) => line.startsWith("warn"))).not.toEqual([]);
  });
});

test("a read that is stopped under way was not stopped before it was sent", async () => {
  const stop = new AbortController();
  const port = await answering(() => stop.abort());
  const error = await failure(read(client(`http://127.0.0.1:${port}`, {}, { signal: stop.signal })));
  expect(error.details.words).toBe("stopped while waiting for the answer");
});
