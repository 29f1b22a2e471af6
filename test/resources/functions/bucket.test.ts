import { hashedPercentage } from "../../../src/emulator/flagsmith/evaluation/hashing";
import { normalizedHash } from "../../../src/emulator/mixpanel/evaluation/hashing";
import { murmur3 } from "../../../src/emulator/split/evaluation/hashing";
import { xxHash32 } from "../../../src/emulator/vercel/evaluation/hashing";
import { bucketFunction } from "../../../src/resources/functions/bucket";
import type { Decimal } from "../../../src/terraform/value";
import { fc, runs } from "../../support/fast-check";

/** The emulators hash as the vendors' engines do (official-engine.test.ts of each); this is another reading of the same facts. */
const EMULATED = {
  flagsmith: (seed: number, identity: string) => hashedPercentage([seed, identity]),
  split: (seed: number, identity: string) => (murmur3(identity, seed) % 100) + 1,
  vercel: (seed: number, identity: string) => (xxHash32(identity, seed) / 2 ** 32) * 100,
  mixpanel: (seed: number, identity: string) => normalizedHash(identity, String(seed)) * 100,
};

test.each(Object.entries(EMULATED))("%s: the number is the emulator's, whoever is asked", async (platform, emulated) => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 2 ** 31 - 1 }),
      fc.string({ unit: "grapheme", maxLength: 40 }),
      async (seed, identity) => {
        const bucket = (await bucketFunction.call([platform, String(seed), identity])) as Decimal;
        expect(bucket.toNumber()).toBeCloseTo(emulated(seed, identity), 8);
      },
    ),
    { numRuns: runs(200) },
  );
});

test("a seed that is no number, and a platform that there is not, are refused", async () => {
  await expect(bucketFunction.call(["split", "abc", "ann"])).rejects.toMatchObject({ index: 1 });
  await expect(bucketFunction.call(["launchdarkly", "1", "ann"])).rejects.toMatchObject({ index: 0 });
});
