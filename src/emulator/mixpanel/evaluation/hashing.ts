const OFFSET_BASIS = 0xcbf29ce484222325n;
const PRIME = 0x100000001b3n;
const MASK = 0xffffffffffffffffn;

/** A user's bucket in [0, 1), in steps of a hundredth: the FNV-1a hash (64 bits) of value and salt (4.3). */
export function normalizedHash(value: string, salt: string): number {
  let hash = OFFSET_BASIS;
  for (const byte of Buffer.from(value + salt, "utf8")) {
    hash = ((hash ^ BigInt(byte)) * PRIME) & MASK;
  }
  return Number(hash % 100n) / 100;
}
