import { ArgumentError, defineFunction } from "../../terraform/function";
import { t } from "../../terraform/schema";
import { Decimal } from "../../terraform/value";

export const bucketFunction = defineFunction({
  name: "bucket",
  summary: "Where somebody falls among 100 %, by a platform's own hash",
  description:
    "Returns the number that the platform's SDKs compare with percentages: who has a lower one is inside. On Split it is a whole number from 1 to 100, on Mixpanel from 0 to 99; on Flagsmith and Vercel it has a fraction.",
  parameters: [
    { name: "platform", type: t.string, description: "`flagsmith`, `split`, `vercel` or `mixpanel`." },
    {
      name: "seed",
      type: t.string,
      description:
        "What is hashed with the identity. Flagsmith: the id of the segment, or of the feature state (of a split). Split and Vercel: the seed, a whole number. Mixpanel: the salt (the flag's key, its hash salt, and the index of the group or `variant`).",
    },
    {
      name: "identity",
      type: t.string,
      description:
        "Who is bucketed, or the value of the trait by which users are bucketed. Flagsmith: the identity's id or its composite key (`<environment key>_<identifier>`), whichever the environment hashes.",
    },
  ],
  returns: t.number,
  async call(platform, seed, identity) {
    return new Decimal(String(await bucketOn(platform, seed, identity)));
  },
});

async function bucketOn(platform: string, seed: string, identity: string): Promise<number> {
  switch (platform) {
    case "flagsmith":
      return (await import("../../serving/hash/flagsmith")).percentageOf(`${seed},${identity}`);
    case "split":
      return (await import("../../serving/hash/split")).bucketOf(identity, wholeNumber(seed));
    case "vercel":
      return (await import("../../serving/hash/vercel")).percentageOf(identity, wholeNumber(seed));
    case "mixpanel":
      return (await import("../../serving/hash/mixpanel")).percentOf(identity, seed);
    default:
      throw new ArgumentError(0, `There is no platform "${platform}". There are: flagsmith, split, vercel, mixpanel.`);
  }
}

function wholeNumber(seed: string): number {
  if (/^-?[0-9]{1,15}$/.test(seed)) return Number(seed);
  throw new ArgumentError(1, `"${seed}" is not a seed, which is a whole number.`);
}
