import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runEmulatorCommand } from "../../src/emulator/command";

interface Run {
  readonly out: string;
  readonly err: string;
  readonly code: number;
}

/** Runs the command; `during` gets what it printed once it is up, and ends it by returning. */
async function run(argv: string[], during?: (printed: string) => Promise<void>): Promise<Run> {
  const [out, err]: [string[], string[]] = [[], []];
  const abort = new AbortController();
  let work: Promise<void> | undefined;
  const code = await runEmulatorCommand(argv, {
    out: (text) => {
      out.push(text);
      work ??= (during?.(text) ?? Promise.resolve()).finally(() => abort.abort());
    },
    err: (text) => void err.push(text),
    signal: abort.signal,
  });
  await work;
  return { out: out.join(""), err: err.join(""), code };
}

function variable(printed: string, name: string): string | undefined {
  return new RegExp(`^export ${name}=(.*)$`, "m").exec(printed)?.[1];
}

describe("flagform emulator flagsmith", () => {
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "flagform-emulator-"));
  });

  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  test("prints how to point the provider at it, serves, and tells what was asked when it ends", async () => {
    const seed = join(directory, "seed.json");
    writeFileSync(
      seed,
      JSON.stringify({ projects: [{ name: "Shop", environments: [{ name: "production", key: "prod-key" }] }] }),
    );
    const { out, code } = await run(
      ["flagsmith", "--key", "my-key", "--seed", seed, "--server", "2.240"],
      async (printed) => {
        expect(variable(printed, "FLAGSMITH_MASTER_API_KEY")).toBe("my-key");
        const host = variable(printed, "FLAGSMITH_HOST") ?? "";
        const headers = { authorization: "Api-Key my-key" };
        const organisation = await fetch(`${host}/api/v1/organisations/${variable(printed, "FLAGSMITH_ORGANISATION")}/`, {
          headers,
        });
        expect(organisation.status).toBe(200);
        const project = await fetch(
          `${host}/api/v1/projects/${variable(printed, "FLAGSMITH_PROJECT")?.replace("id:", "") ?? ""}/`,
          { headers },
        );
        expect(await project.json()).toMatchObject({ name: "Shop" });
        expect(printed).toContain("production  prod-key");
      },
    );
    expect(code).toBe(0);
    expect(out).toContain(
      "     2  requests\n     1  GET /api/v1/organisations/{organisation}/\n     1  GET /api/v1/projects/{project}/\n",
    );
  });

  test("makes keys when none are given, and names no project when there is none", async () => {
    const { out } = await run(["flagsmith"]);
    expect(variable(out, "FLAGSMITH_MASTER_API_KEY")).toMatch(/^[0-9a-f]{8}\.[0-9a-f]{32}$/);
    expect(variable(out, "FLAGSMITH_PROJECT")).toBeUndefined();
  });

  test.each([
    [[], "the platform is missing"],
    [["launchdarkly"], 'unknown platform "launchdarkly"'],
    [["flagsmith", "--port", "x"], '--port takes a whole number, not "x"'],
    [["flagsmith", "--port", "70000"], "port"],
    [["flagsmith", "--budget", "5"], '--budget takes requests per minute, for example 5/min, not "5"'],
    [["flagsmith", "--server", "1.0"], '--server takes one of 2.265, 2.240, 2.200, not "1.0"'],
    [["flagsmith", "--page-size", "0"], "pageSize"],
    [["flagsmith", "--nonsense"], "--nonsense"],
    [["flagsmith", "--seed", "/nowhere/seed.json"], "cannot read the seed /nowhere/seed.json"],
  ])("refuses %j", async (argv, words) => {
    const { err, code, out } = await run(argv);
    expect(code).toBe(2);
    expect(err).toContain(words);
    expect(out).toBe("");
  });

  test("refuses a seed that is none, and a port that is taken", async () => {
    const seed = join(directory, "seed.json");
    writeFileSync(seed, '{"projects": [{"name": 1}]}');
    expect(await run(["flagsmith", "--seed", seed])).toMatchObject({
      code: 2,
      err: expect.stringContaining("projects") as string,
    });
    await run(["flagsmith"], async (printed) => {
      const port = /:(\d+)$/m.exec(variable(printed, "FLAGSMITH_HOST") ?? "")?.[1] ?? "";
      expect(await run(["flagsmith", "--port", port])).toMatchObject({
        code: 1,
        err: expect.stringContaining("EADDRINUSE") as string,
      });
    });
  });

  test("explains itself", async () => {
    expect(await run(["--help"])).toMatchObject({ code: 0, out: expect.stringContaining("--limited-key") as string });
  });
});

describe.each([
  ["split", "SPLIT_API_KEY", { workspaces: [{ name: "Shop", trafficTypes: ["user"] }] }, "SPLIT_PROJECT"],
  ["vercel", "VERCEL_TOKEN", { projects: [{ name: "Shop" }] }, "VERCEL_PROJECT"],
  ["mixpanel", "MIXPANEL_SECRET", { projects: [{ name: "Shop" }] }, "MIXPANEL_USERNAME"],
])("flagform emulator %s", (platform, credential, seed, project) => {
  test("prints the variables that point the provider at it", async () => {
    const directory = mkdtempSync(join(tmpdir(), "flagform-emulator-"));
    writeFileSync(join(directory, "seed.json"), JSON.stringify(seed));
    const { out, err, code } = await run([platform, "--key", "my-key", "--seed", join(directory, "seed.json")]);
    rmSync(directory, { recursive: true });
    expect(err).toBe("");
    expect(code).toBe(0);
    expect(variable(out, credential)).toBe("my-key");
    expect(variable(out, project)).not.toBe("");
    expect(out).toContain("Shop");
    expect((await run([platform, "--nonsense"])).code).toBe(2);
  });
});
