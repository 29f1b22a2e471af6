import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { StartedProcess } from "../support/processes";
import { Workspace } from "../support/terraform-workspace";
import { start } from "./flagform";
import { exported, run } from "./in-process";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "flagform-emulator-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function write(name: string, content: unknown): string {
  const file = join(folder, name);
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  return file;
}

/** The block that it prints for the configuration. */
function providerBlock(printed: string): string {
  return /^provider "flagform" \{\n[\s\S]*?^\}/m.exec(printed)?.[0] ?? "";
}

const SHOP = { projects: [{ name: "Shop", environments: [{ name: "production", key: "production-key" }] }] };

describe("flagform emulator flagsmith", () => {
  test("prints how to point the provider at it, serves, and tells what was asked when it ends", async () => {
    const argv = ["--key", "my-key", "--seed", write("seed.json", SHOP), "--server", "2.240"];
    const { out, code } = await run(["emulator", "flagsmith", ...argv], async (printed) => {
      const { FLAGSMITH_HOST: host = "", ...others } = exported(printed);
      expect(others["FLAGSMITH_MASTER_API_KEY"]).toBe("my-key");
      const headers = { authorization: "Api-Key my-key" };
      const organisation = `${host}/api/v1/organisations/${others["FLAGSMITH_ORGANISATION"] ?? ""}/`;
      expect((await fetch(organisation)).status).toBe(401);
      expect((await fetch(organisation, { headers })).status).toBe(200);
      const project = `${host}/api/v1/projects/${others["FLAGSMITH_PROJECT"]?.replace("id:", "") ?? ""}/`;
      expect(await (await fetch(project, { headers })).json()).toMatchObject({ name: "Shop" });
      expect(printed).toContain("production  production-key");
    });
    expect(code).toBe(0);
    expect(out).toContain(
      "     3  requests\n     2  GET /api/v1/organisations/{organisation}/\n     1  GET /api/v1/projects/{project}/\n",
    );
  });

  test("with --empty there is no project, and none is named", async () => {
    const { out } = await run(["emulator", "flagsmith", "--empty"]);
    expect(exported(out)["FLAGSMITH_MASTER_API_KEY"]).toMatch(/^[0-9a-f]{8}\.[0-9a-f]{32}$/);
    expect(exported(out)["FLAGSMITH_PROJECT"]).toBeUndefined();
    expect(providerBlock(out)).toBe('provider "flagform" {\n  platform = "flagsmith"\n}');
    expect(out).not.toContain("Shop");
  });

  test("what a shell or Terraform would read otherwise is printed quoted", async () => {
    const seed = write("seed.json", { projects: [{ name: 'Shop "${x}"' }] });
    const { out } = await run(["emulator", "flagsmith", "--seed", seed, "--key", "a $b'c"]);
    expect(out).toContain("export FLAGSMITH_MASTER_API_KEY='a $b'\\''c'\n");
    expect(providerBlock(out)).toContain('project  = "Shop \\"$${x}\\""');
  });
});

describe("what starts without a seed is what the guides need", () => {
  test.each([
    [
      "flagsmith",
      "FLAGSMITH_PROJECT",
      /^id:\d+$/,
      [/project +\d+ Shop\n {2}environment {2}staging .*\n {2}environment {2}production /],
    ],
    [
      "split",
      "SPLIT_PROJECT",
      /^id:/,
      [/workspace +\S+ Shop\n/, /environment {2}staging/, /environment {2}production/, /traffic type user/],
    ],
    ["vercel", "VERCEL_PROJECT", /^prj_/, [/project +\S+ Shop\n {2}environment {2}production\n/, /team +\S+ acme\n/]],
  ])("%s", async (platform, variable, id, facts) => {
    const { code, out, err } = await run(["emulator", platform, "--key", "my-key"]);
    expect([code, err]).toEqual([0, ""]);
    expect(exported(out)[variable]).toMatch(id);
    for (const fact of facts) expect(out).toMatch(fact);
    expect(providerBlock(out)).toBe(`provider "flagform" {\n  platform = "${platform}"\n  project  = "Shop"\n}`);
    expect(out).toMatch(/^new \w+Provider\(stack, "flags", \{ project: "Shop" \}\);$/m);
  });

  test("mixpanel, where environments are projects: the block that maps them is printed too", async () => {
    const { out } = await run(["emulator", "mixpanel", "--key", "my-secret"]);
    expect(exported(out)["MIXPANEL_SECRET"]).toBe("my-secret");
    expect(out).toContain(
      [
        'provider "flagform" {',
        '  platform = "mixpanel"',
        "  mixpanel = {",
        "    environments = {",
        '      production = { project = "1000001" }',
        '      staging    = { project = "1000002" }',
        "    }",
        "  }",
        "}",
      ].join("\n"),
    );
    const seed = write("seed.json", { projects: [{ name: "Shop EU", id: 7 }] });
    expect((await run(["emulator", "mixpanel", "--seed", seed])).out).toContain('      "Shop EU" = { project = "7" }');
    expect((await run(["emulator", "mixpanel", "--empty"])).out).not.toMatch(/^project/m);
  });
});

test.each([
  ["flagsmith", "projects[0].name: Invalid input: expected string, received number", { projects: [{ name: 1 }] }],
  [
    "flagsmith",
    "projects[0].environments[0].key: Invalid input",
    { projects: [{ name: "a", environments: [{ name: "b", key: 1 }] }] },
  ],
  ["split", 'Unrecognized key: "projects"', { projects: [] }],
  ["vercel", "projects[0].name: Invalid input", { projects: [{}] }],
  [
    "mixpanel",
    "projects[0].name: Invalid input: expected string, received undefined (and 1 more)",
    { projects: [{ id: "x" }] },
  ],
])("%s: a seed with a fault is one line with the file, the path and the reason", async (platform, reason, seed) => {
  const file = write("bad.json", seed);
  const { code, out, err } = await run(["emulator", platform, "--seed", file]);
  expect(err).toContain(`flagform emulator ${platform}: the seed ${file}: invalid seed document: ${reason}`);
  expect(err.trimEnd().split("\n")).toHaveLength(1);
  expect([code, out]).toEqual([2, ""]);
});

test("a seed that cannot be read, is not JSON or names something twice is one line too", async () => {
  const twice = write("twice.json", { projects: [{ name: "a" }, { name: "a" }] });
  for (const [file, reason] of [
    ["/nowhere/seed.json", "cannot read the seed /nowhere/seed.json: there is no such file or folder."],
    [folder, `cannot read the seed ${folder}: it is a folder.`],
    [write("words.json", "hello\n there {\n"), "words.json is not JSON: "],
    [write("empty.json", ""), "empty.json is not JSON: Unexpected end of JSON input"],
    [twice, `the seed ${twice}: the seed document names the project "a" twice`],
  ] as const) {
    const { code, out, err } = await run(["emulator", "flagsmith", "--seed", file]);
    expect(err).toContain(reason);
    expect(err.trimEnd().split("\n")).toHaveLength(1);
    expect([code, out]).toEqual([2, ""]);
  }
  expect((await run(["emulator", "split", "--seed", twice, "--empty"])).err).toContain(
    "--seed and --empty exclude each other",
  );
});

test("a port that is taken, or that is none, is one line with what to do", async () => {
  await run(["emulator", "flagsmith"], async (printed) => {
    const { port } = new URL(exported(printed)["FLAGSMITH_HOST"] ?? "");
    expect(await run(["emulator", "vercel", "--port", port])).toEqual({
      code: 1,
      out: "",
      err: `flagform emulator vercel: cannot listen on port ${port}: it is in use. Choose another with --port, or leave it out for a free one.\n`,
    });
  });
  expect((await run(["emulator", "split", "--port", "70000"])).err).toContain("invalid option --port: Too big");
  expect((await run(["emulator", "vercel", "--page-size", "0"])).err).toContain("invalid option --page-size: Too small");
  expect((await run(["emulator", "mixpanel", "--budget", "5"])).err).toContain('for example 5/min, not "5"');
});

describe("as a process", () => {
  const running: StartedProcess[] = [];

  afterEach(async () => {
    for (const each of running) each.kill("SIGKILL");
    await Promise.all(running.splice(0).map(({ finished }) => finished));
  });

  function startEmulator(...argv: string[]): StartedProcess {
    const started = start(["emulator", ...argv]);
    running.push(started);
    return started;
  }

  test("Ctrl-C ends it with its counts and with 0, and nobody listens any more", async () => {
    const emulator = startEmulator("flagsmith", "--key", "sesame", "--port", "0");
    const { FLAGSMITH_HOST: host = "" } = exported(await emulator.printed("Ctrl-C ends it"));
    expect((await fetch(`${host}/api/v1/projects/`)).status).toBe(401);
    emulator.interrupt();
    const { code, stdout } = await emulator.finished;
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ +1 {2}requests\n +1 {2}GET \/api\/v1\/projects\/$/m);
    await expect(fetch(host)).rejects.toThrow();
  });

  test("the variables and the block that it prints are all that a provider needs", async () => {
    const workspace = new Workspace({ url: "", key: "" }, { FLAGSMITH_PROJECT: "" });
    try {
      const emulator = startEmulator("flagsmith");
      const printed = await emulator.printed("Ctrl-C ends it");
      Object.assign(workspace.env, exported(printed));
      workspace.configure(
        `${providerBlock(printed)}\ndata "flagform_environment" "production" {\n  name = "production"\n}\n`,
      );
      await workspace.init();
      expect(await workspace.planIsEmpty()).toBe(true);
      emulator.kill("SIGTERM");
      expect(await emulator.finished).toMatchObject({ code: 0 });
    } finally {
      workspace.remove();
    }
  });
});
