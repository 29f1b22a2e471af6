import { format } from "prettier";
import { FORMATS } from "../../../src/adopt/adoption";
import { allOf } from "../../../src/adopt/inventory/adopted";
import { OVERRIDE_MODES } from "../../../src/adopt/inventory/overrides";
import type { FlagsmithEmulator } from "../../../src/emulator/flagsmith/emulator";
import { DEEP_TIMEOUT_MS, holds } from "../../deep/deep";
import { Reused } from "../../deep/reused";
import { type Adoptee, adoptFrom, taken } from "../../support/adopting";
import { livedIn } from "../../support/lived-in";
import { PLATFORMS, PlatformWorkbench, SECRET } from "../../support/platform-workbench";
import { PROJECTS } from "./projects";

const TAKEN = { changes: [], writes: 0, after: {} };

/** The plan of it imports everything and changes nothing, and nothing was written to the platform for it. */
function expectOnlyImports({ adopted, writes }: Adoptee): void {
  expect(writes).toEqual([]);
  const { imports, changes } = adopted.plan;
  expect(changes.map(({ address }) => address)).toEqual([]);
  expect(imports).toBe(allOf(adopted.inventory).length);
}

describe.each(PLATFORMS)("%s", (name) => {
  const workbenches = new Reused(() => PlatformWorkbench.start(name), 30);
  let lived: PlatformWorkbench;
  beforeAll(async () => {
    lived = await PlatformWorkbench.start(name);
    await lived.apply(livedIn(name));
  });
  afterAll(async () => {
    await workbenches.stop();
    await lived.stop();
  });

  test.each(FORMATS.flatMap((each) => OVERRIDE_MODES.map((mode) => [each, mode] as const)))(
    "a project that was lived in becomes %s with overrides that are %s, and its first plan only imports",
    async (language, overrides) => {
      const adoptee = await adoptFrom(lived, { format: language, overrides });
      expectOnlyImports(adoptee);
      expect(adoptee.adopted.leftOut).toEqual([]);
      expect(Object.keys(adoptee.files)).toContain(language === "hcl" ? "flags.tf" : "flags.ts");
      expect(Object.values(adoptee.files).join()).not.toContain(SECRET);
      for (const [file, text] of Object.entries(adoptee.files).filter(([each]) => /\.(ts|json)$/.test(each)))
        expect(await format(text, { filepath: file })).toBe(text);
      expect(await taken(lived, adoptee)).toEqual(TAKEN);
    },
  );

  let count = 0;
  test.each(FORMATS)(
    "whatever is in a project, %s of it imports and changes nothing",
    (language) =>
      holds(`Adopting (${name}, ${language})`, { part: 1, whole: 100 }, PROJECTS[name].worlds, async (world) => {
        const workbench = await workbenches.take();
        const more = PROJECTS[name].plant(workbench, `Adopted ${language} ${String(++count)}`, world);
        const adoptee = await adoptFrom(workbench, { format: language }, more);
        expectOnlyImports(adoptee);
        for (const [file, text] of Object.entries(adoptee.files).filter(([each]) => each.endsWith(".ts")))
          expect(await format(text, { filepath: file })).toBe(text);
        expect(await taken(workbench, adoptee, more)).toEqual(TAKEN);
      }),
    DEEP_TIMEOUT_MS,
  );
});

test.each([
  ["split", (id: string) => `/internal/api/v2/splits/ws/{ws}/environments/${id}`],
  ["mixpanel", (id: string) => `/api/app/projects/${id}/*`],
] as const)(
  "%s: an environment that the key may not read is left out by name, and the rest goes on",
  async (name, pathOf) => {
    const workbench = await PlatformWorkbench.start(name);
    try {
      await workbench.apply(livedIn(name));
      const id = String(workbench.attributes("environment_definition.checkout_preview")["environment_id"]);
      const body = { message: "forbidden", error: "forbidden", status: "error" };
      workbench.server.fault({ kind: "status", status: 403, body, path: pathOf(id), times: 0 });
      const adoptee = await adoptFrom(workbench);
      expectOnlyImports(adoptee);
      const what = "environment preview";
      expect(adoptee.adopted.leftOut).toEqual([{ what, why: expect.stringContaining("may not read it") as string }]);
      expect(adoptee.files["README.md"]).toContain(`- \`${what}\`: \`The credential may not read it`);
      expect(adoptee.files["project.ts"]).not.toContain("preview");
      // Nothing of what was asked for is left.
      await expect(adoptFrom(workbench, { environments: ["preview"] })).rejects.toThrow("Left out environment preview");
    } finally {
      await workbench.stop();
    }
  },
);

test.each([
  ["flagsmith", "/api/v1/projects/*/segments/"],
  ["split", "/internal/api/v2/segments/ws/*"],
  ["vercel", "/v1/projects/*/feature-flags/segments"],
  ["mixpanel", "/api/app/projects/*/workspaces/*/cohorts"],
] as const)(
  "%s: without a permission for segments, the flags are adopted, and one line says what is left out",
  async (name, path) => {
    const workbench = await PlatformWorkbench.start(name);
    try {
      await workbench.apply({ feature_flag: { banner: { key: "banner", type: "boolean" } } });
      const body = { message: "forbidden", error: "forbidden", status: "error" };
      workbench.server.fault({ kind: "status", status: 403, body, method: "GET", path, times: 0 });
      const { adopted } = await adoptFrom(workbench, { flags: ["banner"] });
      // Where definitions name segments by their ids, they are left out too, each by name.
      expect(adopted.leftOut[0]?.what).toBe("all segments");
      expect(adopted.leftOut[0]?.why).toMatch(/(segments|cohorts) of .*forbidden/is);
      expect(adopted.leftOut.slice(1).every(({ what }) => what.startsWith("definition "))).toBe(true);
      expect(adopted.inventory.flags.map(({ displayName }) => displayName)).toEqual(["banner"]);
    } finally {
      await workbench.stop();
    }
  },
);

test("what cannot be expressed stays unmanaged, with a comment that says why", async () => {
  const workbench = await PlatformWorkbench.start("flagsmith");
  try {
    await workbench.apply({
      ...livedIn("flagsmith"),
      segment: {
        odd: { name: "odd\n*/ $${x} // `y`", rules: [{ match: "all", conditions: [{ operator: "is_set", trait: "a" }] }] },
      },
    });
    for (const language of FORMATS) {
      const adoptee = await adoptFrom(workbench, { format: language, identities: false });
      expectOnlyImports(adoptee);
      const flags = adoptee.files[language === "hcl" ? "flags.tf" : "flags.ts"] ?? "";
      expect(flags).toMatch(/^ *(\/\/|#) 11 identity overrides are not managed here: flagform adopt --identities/m);
      expect(flags).not.toContain("anna@example.com");
      expect(await taken(workbench, adoptee)).toEqual(TAKEN);
    }
  } finally {
    await workbench.stop();
  }
});

test("flags and segments whose names are the same to cdktf, or to JavaScript, get names of their own", async () => {
  const workbench = await PlatformWorkbench.start("flagsmith");
  try {
    const others = Array.from({ length: 98 }, (_, index) => `a!${String(index)}`);
    // In the order in which they are written: the first hundred are in one file.
    const keys = ["a b", ...others, "a--b", "a-b", "a/b", "constructor", "__proto__", "eu_x", "x"];
    const features = keys.map((name) => ({ name }));
    const rules = (value: string) => [{ type: "ALL", conditions: [{ operator: "EQUAL", property: "a", value }] }];
    const names = ["dup", "dup", "Dup", "beta testers", "beta-testers", "a/b", "a--b", "__proto__", "constructor"];
    const segments = names.map((name, index) => ({ name, rules: rules(String(index)) }));
    const [project] = (workbench.server as FlagsmithEmulator).seed({
      projects: [{ name: "Alike", environments: [{ name: "prod" }, { name: "prod_eu" }], features, segments }],
    }).projects;
    const [environment, flag] = [project?.environments[0]?.key, project?.features[0]?.id];
    const overrides = (project?.segments ?? []).map(({ id }) => ({ segment: { id }, enabled: true }));
    const path = `/api/__future__/environments/${String(environment)}/features/${String(flag)}/`;
    expect(workbench.server.write("PATCH", path, { segment_overrides: overrides }).status).toBe(200);
    for (const language of FORMATS) {
      const more = { provider: { project: "Alike" } };
      const adoptee = await adoptFrom(workbench, { format: language }, more);
      expect(adoptee.adopted.leftOut).toEqual([]);
      expectOnlyImports(adoptee);
      expect(adoptee.adopted.plan.imports).toBe(3 * keys.length + names.length);
      if (language === "typescript") expect(await taken(workbench, adoptee, more)).toEqual(TAKEN);
    }
  } finally {
    await workbench.stop();
  }
});

test("a flag that serves text here and JSON there becomes a program too", async () => {
  const workbench = await PlatformWorkbench.start("flagsmith");
  try {
    const features = [{ name: "limits", initial_value: '{"max": 10}' }];
    const [project] = (workbench.server as FlagsmithEmulator).seed({
      projects: [{ name: "Mixed", environments: [{ name: "staging" }, { name: "production" }], features }],
    }).projects;
    const [environment, flag] = [project?.environments[0]?.key, project?.features[0]?.id];
    const path = `/api/__future__/environments/${String(environment)}/features/${String(flag)}/`;
    const value = { type: "string", value: "none" };
    expect(workbench.server.write("PATCH", path, { environment_default: { enabled: true, value } }).status).toBe(200);
    const more = { provider: { project: "Mixed" } };
    for (const overrides of ["listed", "separate"] as const) {
      const adoptee = await adoptFrom(workbench, { overrides }, more);
      expectOnlyImports(adoptee);
      expect(adoptee.adopted.inventory.definitions).toHaveLength(2);
      expect(await format(adoptee.files["flags.ts"] ?? "", { filepath: "flags.ts" })).toBe(adoptee.files["flags.ts"]);
      expect(await taken(workbench, adoptee, more)).toEqual(TAKEN);
    }
  } finally {
    await workbench.stop();
  }
});

test("all of Flagsmith's lists and the plan are at most 11 requests, however many flags and overrides there are", async () => {
  const workbench = await PlatformWorkbench.start("flagsmith");
  try {
    const features = Array.from({ length: 60 }, (_, index) => ({ name: `flag-${String(index)}` }));
    const environments = ["one", "two", "three", "four"].map((name) => ({ name }));
    (workbench.server as FlagsmithEmulator).seed({ projects: [{ name: "Big", environments, features }] });
    const more = { provider: { project: "Big" } };
    const people = Object.fromEntries(["ann", "bob", "eve"].map((each) => [each, { enabled: true }]));
    const overridden = { environment: "one", flag: "flag-7", overrides: "listed", identity_overrides: people };
    await workbench.apply({ environment_definition: { overridden } }, more);
    const before = workbench.server.requests().length;
    const adoptee = await adoptFrom(workbench, { format: "hcl" }, more);
    expectOnlyImports(adoptee);
    expect(allOf(adoptee.adopted.inventory)).toHaveLength(60 * 5);
    expect(adoptee.files["flags.tf"]).toContain("eve");
    expect(workbench.server.requests().length - before).toBeLessThanOrEqual(11);
  } finally {
    await workbench.stop();
  }
});
