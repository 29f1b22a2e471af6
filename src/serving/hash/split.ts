import { plus, stirred, times, turned } from "./words";

/** 1 to 100: MurmurHash3 (x86, 32 bits) of the key, with the definition's seed. */
export function bucketOf(key: string, seed: number): number {
  const bytes = Buffer.from(key);
  // The last word may be short: then it is filled with zeros, and does not enter the chain.
  const words = Array.from({ length: Math.ceil(bytes.length / 4) }, (_, index) =>
    [...bytes.subarray(index * 4, index * 4 + 4)].reduceRight((word, byte) => word * 256 + byte, 0),
  );
  const hash = words.reduce((sum, word, index) => {
    const mixed = (sum ^ times(turned(times(word, 0xcc9e2d51), 15), 0x1b873593)) >>> 0;
    return (index + 1) * 4 > bytes.length ? mixed : plus(times(turned(mixed, 13), 5), 0xe6546b64);
  }, seed >>> 0);
  const end = stirred(stirred(hash ^ bytes.length, 16, 0x85ebca6b), 13, 0xc2b2ae35);
  return (((end ^ (end >>> 16)) >>> 0) % 100) + 1;
}
