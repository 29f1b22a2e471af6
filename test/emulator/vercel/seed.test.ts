import { SeedError } from "../../../src/emulator/wire/seed";
import { inSegment, openClient, ruleOn, send, serving, start, stopAll, variant } from "./client";

afterEach(stopAll);

describe("a seed", () => {
  test("makes up what a flag leaves out: variants, and environments that are paused on the first", async () => {
    const { call } = await openClient({}, { environments: ["qa"], flags: [{ slug: "checkout", kind: "boolean" }] });
    const { body } = await call("GET", "flags/checkout");
    const paused = { active: false, pausedOutcome: variant("off"), fallthrough: variant("off"), rules: [] };
    expect(body).toMatchObject({
      variants: [
        { id: "off", value: false },
        { id: "on", value: true },
      ],
      environments: { production: paused, preview: paused, development: paused, qa: paused },
    });
  });

  test("tells where everything is", async () => {
    const seed = {
      projects: [
        {
          ...{ name: "shop", id: "prj_1" },
          segments: [{ slug: "beta", id: "seg_1" }],
          flags: [{ slug: "a", id: "flag_1", kind: "boolean", environments: {} }],
        },
      ],
    };
    const emulator = await start({ seed, tokenScope: "team" });
    expect(emulator.planted).toEqual({
      projects: [
        {
          ...{ id: "prj_1", name: "shop", environments: ["production", "preview", "development"] },
          flags: [{ id: "flag_1", slug: "a" }],
          segments: [{ id: "seg_1", slug: "beta" }],
        },
      ],
    });
    expect((await send(emulator, "GET", "/v1/projects/prj_1/feature-flags/segments/seg_1")).status).toBe(200);
  });

  test("may be planted by somebody else than the token's holder", async () => {
    const { call, make } = await openClient({}, { flags: [{ slug: "theirs", kind: "boolean" }] });
    const { createdBy } = await make("segments", { slug: "own", label: "Own", hint: "", data: {} });
    expect((await call("GET", "flags/theirs")).body).not.toMatchObject({ createdBy });
  });

  test.each<[string, object]>([
    ["twice", { projects: [{ name: "a" }, { name: "a" }] }],
    [
      "twice",
      {
        projects: [
          {
            name: "a",
            flags: [
              { slug: "x", kind: "json" },
              { slug: "x", kind: "json" },
            ],
          },
        ],
      },
    ],
    ["twice", { projects: [{ name: "a", segments: [{ slug: "x" }, { slug: "x" }] }] }],
    ["kind", { projects: [{ name: "a", flags: [{ slug: "x" }] }] }],
    ["projekts", { projekts: [] }],
    [
      "gone",
      {
        projects: [
          {
            name: "a",
            flags: [
              {
                ...{ slug: "x", kind: "boolean" },
                environments: { production: serving("gone", { rules: [ruleOn("r", inSegment("s"))] }) },
              },
            ],
          },
        ],
      },
    ],
  ])("that is not good is refused: %s", async (word, seed) => {
    await expect(start({ seed })).rejects.toThrow(SeedError);
    await expect(start({ seed })).rejects.toThrow(word);
  });
});
