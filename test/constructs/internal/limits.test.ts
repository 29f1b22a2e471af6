import { FLAGSMITH_LIMITS, MIXPANEL_LIMITS, SPLIT_LIMITS, VERCEL_LIMITS } from "../../../src/constructs/internal/limits";
import { type Feature, FEATURES, type PlatformLimits } from "../../../src/constructs/internal/platform-limits";
import { createFlagsmithPlatform } from "../../../src/platforms/flagsmith/platform";
import { createMixpanelPlatform } from "../../../src/platforms/mixpanel/platform";
import type { Platform } from "../../../src/platforms/port/platform";
import type { PlatformEnvironment } from "../../../src/platforms/port/platform-environment";
import { createSplitPlatform } from "../../../src/platforms/split/platform";
import { createVercelPlatform } from "../../../src/platforms/vercel/platform";

/** None of them sends anything until it is asked something. */
const environment: PlatformEnvironment = { signal: new AbortController().signal, refresh: "sweep", log: () => undefined };

const PLATFORMS: readonly [PlatformLimits, Platform][] = [
  [FLAGSMITH_LIMITS, createFlagsmithPlatform({ host: "https://flags.example.com", apiKey: "k" }, environment)],
  [SPLIT_LIMITS, createSplitPlatform({ apiKey: "k" }, environment)],
  [VERCEL_LIMITS, createVercelPlatform({ token: "k" }, environment)],
  [
    MIXPANEL_LIMITS,
    createMixpanelPlatform({ username: "u", secret: "k", environments: { e: { project: "1" } } }, environment),
  ],
];

/** Flagsmith has variants; until its adapter writes them, the plan says so, and stacks stay as they are. */
function isLater(title: string, feature: Feature): boolean {
  return title === "Flagsmith" && (feature === "variants" || feature === "splits");
}

describe.each(PLATFORMS.map(([limits, platform]) => [limits.title, limits, platform] as const))(
  "on %s",
  (title, { lacks }, platform) => {
    test("constructs refuse exactly what the provider refuses", () => {
      const refused = FEATURES.filter((feature) => !platform.capabilities[feature].can && !isLater(title, feature));
      expect(Object.keys(lacks).sort()).toEqual([...refused].sort());
      expect(title).toBe(platform.title);
    });

    test("know every capability, so that a new one is not forgotten here", () => {
      expect(Object.keys(platform.capabilities).sort()).toEqual([...FEATURES].sort());
    });

    test("name what would work instead, in a sentence", () => {
      for (const nearest of Object.values(lacks)) expect(nearest).toMatch(/^[A-Z].{20,}[^.]$/);
    });
  },
);
