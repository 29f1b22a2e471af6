const SPACE = 2 ** 32;
/** The whole that a promille value refers to: 1000 is one percent. */
export const WHOLE = 100_000;

/** Whether a value's bucket lies below a part of the whole. */
export function isBelow(value: string, seed: number, part: number, whole: number): boolean {
  return xxHash32(value, seed) < Math.floor((part / whole) * SPACE);
}

const PRIMES = { one: 0x9e3779b1, two: 0x85ebca77, three: 0xc2b2ae3d, four: 0x27d4eb2f, five: 0x165667b1 } as const;
const STRIPE = 16;

/** xxHash32 of a text as UTF-8: decides a user's bucket out of 2^32 (reference, 3.4). */
export function xxHash32(text: string, seed: number): number {
  const bytes = Buffer.from(text, "utf8");
  let hash = bytes.length >= STRIPE ? stripes(bytes, seed) : (seed + PRIMES.five) >>> 0;
  hash = (hash + bytes.length) >>> 0;
  let at = bytes.length - (bytes.length % STRIPE);
  for (; at + 4 <= bytes.length; at += 4) {
    hash = (hash + Math.imul(bytes.readUInt32LE(at), PRIMES.three)) >>> 0;
    hash = Math.imul(rotate(hash, 17), PRIMES.four) >>> 0;
  }
  for (; at < bytes.length; at += 1) {
    hash = (hash + Math.imul(bytes.readUInt8(at), PRIMES.five)) >>> 0;
    hash = Math.imul(rotate(hash, 11), PRIMES.one) >>> 0;
  }
  return avalanche(hash);
}

/** Four lanes over whole stripes of sixteen bytes. */
function stripes(bytes: Buffer, seed: number): number {
  let [first, second, third, fourth] = [seed + PRIMES.one + PRIMES.two, seed + PRIMES.two, seed, seed - PRIMES.one];
  for (let at = 0; at + STRIPE <= bytes.length; at += STRIPE) {
    first = round(first, bytes.readUInt32LE(at));
    second = round(second, bytes.readUInt32LE(at + 4));
    third = round(third, bytes.readUInt32LE(at + 8));
    fourth = round(fourth, bytes.readUInt32LE(at + 12));
  }
  return (rotate(first, 1) + rotate(second, 7) + rotate(third, 12) + rotate(fourth, 18)) >>> 0;
}

function round(lane: number, word: number): number {
  return Math.imul(rotate((lane + Math.imul(word, PRIMES.two)) >>> 0, 13), PRIMES.one) >>> 0;
}

function avalanche(given: number): number {
  let hash = given;
  hash = Math.imul(hash ^ (hash >>> 15), PRIMES.two);
  hash = Math.imul(hash ^ (hash >>> 13), PRIMES.three);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function rotate(value: number, by: number): number {
  return ((value << by) | (value >>> (32 - by))) >>> 0;
}
