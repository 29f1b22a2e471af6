import { createHash } from "node:crypto";

/**
 * 0 to 100: the MD5 of ids that are joined by commas. The one remainder that would give exactly 100 is hashed again, with all ids
 * once more.
 * @see https://docs.flagsmith.com/advanced-use/ab-testing
 */
export function percentageOf(ids: string): number {
  for (let text = ids; ; text = `${text},${ids}`) {
    const digits = createHash("md5").update(text).digest("hex");
    const rest = BigInt(`0x${digits}`) % 9999n;
    if (rest < 9998n) return Number(rest) / 99.98;
  }
}
