import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deflateRawSync } from "node:zlib";
import { asText, errorText, expectNoLeak, filesUnder, leaks } from "../support/canary";
import { type Manner, type Parrot, startParrot } from "../support/parrot";
import { CanaryRun } from "./canary-run";
import { stackOf, type Started, SUBJECTS } from "./subjects";

/** A credential goes to its own host, and nowhere else: whatever happens, nothing that the provider produces tells it. */

const FAILURES: readonly (readonly [string, Manner])[] = [
  ["401 with JSON", { kind: "json", status: 401 }],
  ["403 with JSON", { kind: "json", status: 403 }],
  ["404 with JSON", { kind: "json", status: 404 }],
  ["400 with JSON", { kind: "json", status: 400 }],
  ["401 with text", { kind: "text", status: 401 }],
  ["403 with a page", { kind: "page", status: 403 }],
  ["500 with a page", { kind: "page", status: 500 }],
  ["503 with a page", { kind: "page", status: 503 }],
  ["200 with a page", { kind: "page", status: 200 }],
  ["200 with other JSON", { kind: "json", status: 200 }],
  ["a body that is cut", { kind: "cut" }],
];

describe.each(SUBJECTS)("$name", ({ canary, start }) => {
  let started: Started;
  let parrot: Parrot;
  let manner: Manner = { kind: "json", status: 401 };
  beforeAll(async () => {
    started = await start();
    parrot = await startParrot(() => manner);
  });
  afterAll(async () => {
    await started.server.stop();
    await parrot.stop();
  });

  test("a whole life: no state, plan, diagnostic, line of the log or recorded request tells the credential", async () => {
    const run = new CanaryRun();
    const provider = started.provider(started.server.url);
    for (const stack of [stackOf(provider), stackOf(provider, "changed"), stackOf(provider, "changed")]) {
      expect(await run.apply(stack)).toBeUndefined();
    }
    expect(await run.apply(stackOf(provider, "changed"), { destroy: true })).toBeUndefined();
    const recorded = asText([started.server.requests(), started.server.counts()]);
    expect(recorded).toContain("by canary");
    expectNoLeak(canary, run.places({ recorded }));
  });

  test.each(FAILURES)("a server that answers %s and repeats what it was sent", async (_name, given) => {
    manner = given;
    const run = new CanaryRun();
    const heard = parrot.heard.length;
    for (let times = 0; times < 2; times++) {
      expect(await run.apply(stackOf(started.provider(parrot.url)))).toMatch(/Error: /);
    }
    expect(parrot.heard.length).toBeGreaterThan(heard);
    expectNoLeak(canary, run.places());
  });

  test("a redirect is not followed, and what its address repeats is not told", async () => {
    const elsewhere = await startParrot(() => ({ kind: "json", status: 200 }));
    try {
      manner = { kind: "redirect", to: elsewhere.url };
      const run = new CanaryRun();
      expect(await run.apply(stackOf(started.provider(parrot.url)))).toMatch(/redirects to/);
      expect(elsewhere.heard).toEqual([]);
      expectNoLeak(canary, run.places());
    } finally {
      await elsewhere.stop();
    }
  });

  test("nobody listens, the host name does not exist, and the host is not one", async () => {
    const run = new CanaryRun();
    const hosts = [`http://127.0.0.1:${String(await freePort())}`, "http://no-such-host.invalid", canary.secret];
    for (const host of hosts) expect(await run.apply(stackOf(started.provider(host)))).toMatch(/Error: /);
    expectNoLeak(canary, run.places());
  });

  test("an address with a credential of its own in it is refused, untold", async () => {
    const host = started.server.url.replace("://", `://deploy:${encodeURIComponent(canary.secret)}@`);
    const run = new CanaryRun();
    const before = started.server.requests().length;
    expect(await run.apply(stackOf(started.provider(host)))).toMatch(/The host contains a user name or password/);
    expect(started.server.requests()).toHaveLength(before);
    expectNoLeak(canary, run.places());
  });

  test("a wrong credential is not told either", async () => {
    const wrong = await start();
    const run = new CanaryRun();
    await wrong.server.stop();
    const other = JSON.parse(
      JSON.stringify(started.provider(started.server.url)).replace(JSON.stringify(canary.secret).slice(1, -1), "Wrong$&"),
    ) as object;
    expect(await run.apply(stackOf(other))).toMatch(/Error: /);
    expectNoLeak(canary, run.places());
  });
});

describe("a credential that shows", () => {
  const [subject] = SUBJECTS;
  const canary = subject?.canary ?? { secret: "" };
  const { secret, prefix = "" } = canary;
  let directory: string;
  beforeEach(() => (directory = mkdtempSync(join(tmpdir(), "canary-"))));
  afterEach(() => rmSync(directory, { recursive: true }));

  test.each([
    ["as it is", secret],
    ["in base64", Buffer.from(secret).toString("base64")],
    ["as basic authentication has it", `Basic ${Buffer.from(prefix + secret).toString("base64")}`],
    ["encoded for a URL", `https://flags.example.com/?key=${encodeURIComponent(prefix + secret)}`],
    ["in JSON in JSON", JSON.stringify(JSON.stringify({ key: secret }))],
    ["in a page", `<p>${secret.replace(/&/g, "&amp;").replace(/</g, "&lt;")}</p>`],
    ["in hexadecimal", Buffer.from(secret).toString("hex")],
    ["cut after twelve characters", `you are ${secret.slice(0, 12)}…`],
    ["without its beginning", `…${secret.slice(-11)}`],
  ])("%s is found in a text", (_name, text) => {
    expect(leaks(canary, { somewhere: `before ${text} after` })).toHaveLength(1);
  });

  test("is found in a state's attribute and in its private data", () => {
    const state = {
      instances: [{ attributes: { id: "1" }, private: Buffer.from(`{"seen":"${secret}"}`).toString("base64") }],
    };
    expect(leaks(canary, { state: asText(state) })).toHaveLength(1);
    expect(leaks(canary, { state: asText({ attributes: { key: secret } }) })).toHaveLength(1);
  });

  test("is found in an error's words, in its cause, and in what hangs on it", () => {
    const plain = new Error(`no key ${secret}`);
    const caused = new Error("failed", { cause: plain });
    const laden = Object.assign(new Error("failed"), { config: { headers: { authorization: `Bearer ${secret}` } } });
    const hidden = Object.defineProperty(new Error("failed"), "request", { value: { key: secret }, enumerable: false });
    for (const error of [plain, caused, laden, hidden, new AggregateError([plain])]) {
      expect(leaks(canary, { error: errorText(error) })).toHaveLength(1);
    }
  });

  test("is found in files of the working folder, in a saved plan too", () => {
    writeFileSync(join(directory, "terraform.tfstate"), JSON.stringify({ key: secret }));
    writeFileSync(join(directory, "plan"), archiveOf("tfplan", secret));
    writeFileSync(join(directory, "harmless"), "nothing");
    expect(leaks(canary, filesUnder(directory)).map((each) => each.split(":")[0])).toEqual([
      "plan/tfplan",
      "terraform.tfstate",
    ]);
  });

  test("and nothing is found where there is nothing", () => {
    expect(leaks(canary, { log: `prefix ${prefix} and a [redacted] key`, state: asText({ id: "1" }) })).toEqual([]);
  });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A zip archive with one packed member, as Terraform saves a plan. */
function archiveOf(name: string, text: string): Buffer {
  const packed = deflateRawSync(Buffer.from(text));
  const head = Buffer.alloc(30 + name.length);
  head.writeUInt32LE(0x04034b50, 0);
  head.writeUInt16LE(8, 8);
  head.writeUInt32LE(packed.length, 18);
  head.writeUInt16LE(name.length, 26);
  head.write(name, 30);
  const entry = Buffer.alloc(46 + name.length);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(8, 10);
  entry.writeUInt32LE(packed.length, 20);
  entry.writeUInt16LE(name.length, 28);
  entry.write(name, 46);
  return Buffer.concat([head, packed, entry]);
}
