import { connect } from "node:net";
import type { StartedProcess } from "../support/processes";
import { Workspace } from "../support/terraform-workspace";
import { flagform, start } from "./flagform";

/** `flagform emulator flagsmith` as people start it: a process of its own. */

const SEED = JSON.stringify({
  projects: [{ name: "Shop", environments: [{ name: "production", key: "production-key" }] }],
});

let running: StartedProcess[] = [];

afterEach(async () => {
  for (const each of running) each.kill("SIGKILL");
  await Promise.all(running.map(({ finished }) => finished));
  running = [];
});

function startEmulator(...argv: string[]): StartedProcess {
  const started = start(["emulator", "flagsmith", ...argv]);
  running.push(started);
  return started;
}

/** The variables that it prints for a shell. */
function exported(output: string): Record<string, string> {
  return Object.fromEntries([...output.matchAll(/^export (\w+)=(.*)$/gm)].map(([, name = "", value = ""]) => [name, value]));
}

function isListening(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(url).port), "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => {
      resolve(false);
    });
  });
}

test("it prints what points a provider at it, answers, and counts the requests when it is interrupted", async () => {
  const emulator = startEmulator("--key", "sesame", "--port", "0");
  const variables = exported(await emulator.printed("FLAGSMITH_ORGANISATION="));
  const { FLAGSMITH_HOST: host = "", FLAGSMITH_MASTER_API_KEY: key = "" } = variables;
  expect(host).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(key).toBe("sesame");
  const projects = `${host}/api/v1/projects/?organisation=${variables["FLAGSMITH_ORGANISATION"] ?? ""}`;
  expect((await fetch(projects)).status).toBe(401);
  const answer = await fetch(projects, { headers: { authorization: `Api-Key ${key}` } });
  expect([answer.status, await answer.json()]).toEqual([200, []]);

  emulator.interrupt();
  const { code, stdout } = await emulator.finished;
  expect(code).toBe(0);
  expect(stdout).toMatch(/^ +2 {2}requests$/m);
  expect(stdout).toMatch(/^ +2 {2}GET \/api\/v1\/projects\/$/m);
  expect(await isListening(host)).toBe(false);
});

test("the variables that it prints with a seed are all that a provider needs", async () => {
  const workspace = new Workspace({ url: "", key: "" });
  try {
    const seed = workspace.write("seed.json", SEED);
    const emulator = startEmulator("--seed", seed);
    Object.assign(workspace.env, exported(await emulator.printed("FLAGSMITH_PROJECT=")));
    workspace.configure(`data "flagform_environment" "production" {\n  name = "production"\n}\n`);
    await workspace.init();
    expect((await workspace.run("plan", "-input=false")).output).toContain("No changes.");
    emulator.kill("SIGTERM");
    expect(await emulator.finished).toMatchObject({ code: 0 });
  } finally {
    workspace.remove();
  }
});

test("a port that is taken is told, with code 1", async () => {
  const first = startEmulator();
  const { FLAGSMITH_HOST: host = "" } = exported(await first.printed("FLAGSMITH_ORGANISATION="));
  const { code, output } = await flagform("emulator", "flagsmith", "--port", new URL(host).port);
  expect(code).toBe(1);
  expect(output).toContain("EADDRINUSE");
  first.interrupt();
  expect((await first.finished).code).toBe(0);
});

test.each([
  [[], "the platform is missing"],
  [["optimizely"], 'unknown platform "optimizely"'],
  [["flagsmith", "--port", "many"], '--port takes a whole number, not "many"'],
  [["flagsmith", "--budget", "5"], '--budget takes requests per minute, for example 5/min, not "5"'],
  [["flagsmith", "--seed", "/nowhere.json"], "cannot read the seed /nowhere.json"],
])("%j is refused, with code 2", async (argv, reason) => {
  const { code, output } = await flagform("emulator", ...argv);
  expect(code).toBe(2);
  expect(output).toContain(`flagform emulator: ${reason}`);
});
