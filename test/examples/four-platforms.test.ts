import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startFlagsmithEmulator } from "../../src/emulator/flagsmith/emulator";
import { startMixpanelEmulator } from "../../src/emulator/mixpanel/emulator";
import { startSplitEmulator } from "../../src/emulator/split/emulator";
import { startVercelEmulator } from "../../src/emulator/vercel/emulator";
import { createFlagsmithPlatform } from "../../src/platforms/flagsmith/platform";
import { createMixpanelPlatform } from "../../src/platforms/mixpanel/platform";
import type { Platform } from "../../src/platforms/port/platform";
import type { PlatformEnvironment } from "../../src/platforms/port/platform-environment";
import { createSplitPlatform } from "../../src/platforms/split/platform";
import { createVercelPlatform } from "../../src/platforms/vercel/platform";
import { segmentRules } from "../../src/resources/audience/segment-rules";
import { seedOf, synthesized } from "./four-platforms-example";

let outdir: string;
beforeAll(() => (outdir = mkdtempSync(join(tmpdir(), "four-platforms-"))));
afterAll(() => {
  rmSync(outdir, { recursive: true, force: true });
});

const environment: PlatformEnvironment = { signal: new AbortController().signal, refresh: "sweep", log: () => undefined };

/** Nothing is sent: they are asked what they would refuse. */
const PLATFORMS: Readonly<Record<string, Platform>> = {
  flagsmith: createFlagsmithPlatform({ host: "https://flags.example.com", apiKey: "k" }, environment),
  split: createSplitPlatform({ apiKey: "k" }, environment),
  vercel: createVercelPlatform({ token: "k" }, environment),
  mixpanel: createMixpanelPlatform({ username: "u", secret: "k", environments: { e: { project: "1" } } }, environment),
};

describe.each(Object.entries(PLATFORMS))("on %s", (name, platform) => {
  test("the example is a stack for this platform", () => {
    const { provider, resource } = synthesized(name, outdir);
    expect(provider.flagform[0]["platform"]).toBe(name);
    expect(Object.keys(resource).sort()).toEqual([
      "flagform_environment_definition",
      "flagform_feature_flag",
      "flagform_segment",
    ]);
  });

  test("the platform takes its names and its segments", () => {
    const { resource } = synthesized(name, outdir);
    const segments = Object.values(resource["flagform_segment"] ?? {});
    expect(segments.length).toBeGreaterThan(0);
    expect(platform.refuseName?.("flag", "new-search")).toBeUndefined();
    for (const segment of segments) {
      expect(platform.refuseName?.("segment", String(segment["name"]))).toBeUndefined();
      expect(platform.refuseRules?.(rulesOf(segment), "segment")).toBeUndefined();
    }
  });
});

/** As the provider gets them: what is left out is null. */
function rulesOf({ rules }: Record<string, unknown>): ReturnType<typeof segmentRules> {
  const blank = { operator: null, trait: null, value: null, values: null, type: null };
  const given = rules as { match: string; conditions: { operator: string }[] }[];
  return segmentRules(
    given.map(({ match, conditions }) => ({
      match,
      conditions: conditions.map((each) => ({ ...blank, ...each })),
      rules: null,
    })),
  );
}

test("only the provider differs, apart from what Flagsmith forces", () => {
  const [flagsmith, split, vercel, mixpanel] = ["flagsmith", "split", "vercel", "mixpanel"].map(
    (name) => synthesized(name, outdir).resource,
  );
  expect(vercel).toEqual(split);
  expect(mixpanel).toEqual(split);
  const { flagform_environment_definition: definitions, ...rest } = split ?? {};
  expect(flagsmith).toMatchObject(rest);
  expect(flagsmith?.["flagform_environment_definition"]?.["preview_new-search"]).toEqual(
    definitions?.["preview_new-search"],
  );
});

test("a platform that does not exist is named with those that do", () => {
  expect(() => synthesized("bazaar", outdir)).toThrow(/FLAG_PLATFORM must be one of flagsmith, split, vercel, mixpanel/);
});

describe("the seeds of the README are good", () => {
  test.each<[string, () => Promise<{ stop(): Promise<unknown> }>]>([
    ["flagsmith", () => startFlagsmithEmulator({ seed: seedOf("flagsmith") })],
    ["split", () => startSplitEmulator({ seed: seedOf("split") })],
    ["vercel", () => startVercelEmulator({ seed: seedOf("vercel") })],
    ["mixpanel", () => startMixpanelEmulator({ seed: seedOf("mixpanel") })],
  ])("for %s", async (_platform, start) => {
    await expect(start().then((emulator) => emulator.stop())).resolves.not.toThrow();
  });
});
