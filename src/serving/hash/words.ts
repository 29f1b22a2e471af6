/** Arithmetic of 32 bits, as hash functions have it. */
export const times = (one: number, other: number): number => Math.imul(one, other) >>> 0;
export const plus = (one: number, other: number): number => (one + other) >>> 0;
export const turned = (word: number, bits: number): number => ((word << bits) | (word >>> (32 - bits))) >>> 0;

/** A word mixed with its own upper bits, and multiplied. */
export const stirred = (word: number, bits: number, factor: number): number => times(word ^ (word >>> bits), factor);
