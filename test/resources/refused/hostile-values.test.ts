import { DriverError } from "../../../src/testing/failure";
import { type Bodies, type PlatformName, PLATFORMS, PlatformWorkbench } from "../../support/platform-workbench";

/** Values and names that break careless programs: they pass through unharmed, or are refused with a word. */

const NAMES = ["constructor", "hasOwnProperty", "toString", "__proto__"];
const VALUES: readonly (readonly [string, object])[] = [
  ["an escaped template", { string: "$${name} %%{ if } $" }],
  ["control characters", { string: "a\u0000b\u0007c\u001bd" }],
  ["line ends", { string: "a\r\nb\u2028c" }],
  ["a lone surrogate's neighbours", { string: "\ufffd\ufeffx" }],
  ["20,000 characters", { string: "x".repeat(20_000) }],
  ["20,001 characters", { string: "y".repeat(20_001) }],
  ["prototype keys", { json: '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}' }],
  ["deep JSON", { json: `${"[".repeat(200)}${"]".repeat(200)}` }],
  ["markup", { string: `<script>"'&\\</script>` }],
];

function stackOf(name: PlatformName, key: string, value: object, identities: readonly string[] = []): Bodies {
  const kind = "json" in value ? "json" : "string";
  const plain = kind === "json" ? { json: "{}" } : { string: "plain" };
  const variants = { hostile: { value }, constructor: { value: plain } };
  const free = name === "flagsmith";
  const serve = free ? { value } : { variant: "hostile" };
  const other = free ? { value: plain } : { variant: "constructor" };
  const entries = identities.map((each) => [each, { enabled: true, serve: other }] as const);
  return {
    feature_flag: { f: { key, type: kind, ...(!free && { variants }) } },
    environment_definition: {
      d: {
        flag: "${flagform_feature_flag.f.key}",
        flag_id: "${flagform_feature_flag.f.id}",
        environment: "production",
        enabled: true,
        serve,
        ...(!free && { variants }),
        ...(!free && name !== "mixpanel" && { when_off: "constructor" }),
        identity_overrides: Object.fromEntries(entries),
      },
    },
  };
}

describe.each(PLATFORMS)("%s", (name) => {
  let workbench: PlatformWorkbench;
  beforeEach(async () => {
    workbench = await PlatformWorkbench.start(name);
  });
  afterEach(async () => {
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
    await workbench.stop();
  });

  test.each(VALUES)("%s passes through unharmed, or is refused with a word", async (_what, value) => {
    const stack = stackOf(name, "hostile", value);
    try {
      await workbench.apply(stack);
    } catch (cause) {
      if (!(cause instanceof DriverError)) throw cause;
      const [diagnostic] = cause.diagnostics;
      expect(diagnostic?.detail).not.toContain("did not expect this");
      expect(diagnostic?.detail.length).toBeGreaterThan(20);
      return;
    }
    expect((await workbench.plan(stack)).actions()).toEqual({});
    const served = await workbench.evaluate("production", "hostile", { identity: "anyone" });
    const [[kind = "", text] = []] = Object.entries(value);
    const wanted: unknown =
      kind === "json" ? JSON.parse(String(text)) : String(text).replace("$${", "${").replace("%%{", "%{");
    expect(kind === "json" && typeof served === "string" ? JSON.parse(served) : served).toEqual(wanted);
  });

  test("identities that are named as what every object has come, change and go", async () => {
    for (const identities of [NAMES, NAMES.slice(1), NAMES.slice(0, 2), []]) {
      const stack = stackOf(name, "hostile", { string: "x" }, identities);
      await workbench.apply(stack);
      expect((await workbench.plan(stack)).actions()).toEqual({});
      for (const identity of NAMES) {
        const served = await workbench.evaluate("production", "hostile", { identity });
        expect([identity, served]).toEqual([identity, identities.includes(identity) ? "plain" : "x"]);
      }
    }
  });

  test("variants that are named so come, share and go", async () => {
    // Split's names begin with a letter, which the plan says.
    const names = NAMES.filter((each) => name !== "split" || each !== "__proto__");
    for (const keys of [names, names.slice(1), names.slice(2)].map((some) => ["plain", ...some])) {
      const stack = sharing(name, keys);
      await workbench.apply(stack);
      expect((await workbench.plan(stack)).actions()).toEqual({});
      expect(keys).toContain(await workbench.evaluate("production", "hostile", { identity: "anyone" }));
    }
  });

  test("what an exact set would remove is listed by name", async () => {
    const listed = ["plain", ...NAMES];
    await workbench.apply(stackOf(name, "hostile", { string: "x" }, listed));
    workbench.driver = workbench.newDriver();
    const { environment_definition } = stackOf(name, "hostile", { string: "x" }, ["plain"]);
    const definition = { ...environment_definition?.["d"], flag: "hostile", flag_id: null, adopt_existing: true };
    const text = JSON.stringify(await workbench.plan({ environment_definition: { d: definition } }));
    for (const identity of NAMES) expect(text).toContain(`identity ${identity}`);
  });
});

/** Each variant's value is its key, so that what is served tells which. */
function sharing(name: PlatformName, keys: readonly string[]): Bodies {
  const variants = Object.fromEntries(keys.map((key) => [key, { value: { string: key } }]));
  const share = Object.fromEntries(keys.map((key, index) => [key, index === 0 ? 100 - 10 * (keys.length - 1) : 10]));
  const [first] = keys;
  return {
    feature_flag: { f: { key: "hostile", type: "string", variants } },
    environment_definition: {
      d: {
        flag: "${flagform_feature_flag.f.key}",
        flag_id: "${flagform_feature_flag.f.id}",
        environment: "production",
        enabled: true,
        serve: { split: { weights: share } },
        ...(name !== "flagsmith" && { variants }),
        ...(name === "split" || name === "vercel" ? { when_off: first } : {}),
      },
    },
  };
}
