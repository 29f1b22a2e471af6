import { createHash } from "node:crypto";

/**
 * A number in [0, 100) that is the same for the same ids on the server and in every SDK: the MD5 of the ids joined by
 * commas, modulo 9999. The one hash that gives exactly 100 is taken again with the ids repeated.
 */
export function hashedPercentage(ids: readonly (string | number)[], iterations = 1): number {
  const text = Array.from({ length: iterations }, () => ids.join(",")).join(",");
  const hash = BigInt(`0x${createHash("md5").update(text, "utf8").digest("hex")}`);
  const value = (Number(hash % 9999n) / 9998) * 100;
  return value === 100 ? hashedPercentage(ids, iterations + 1) : value;
}
