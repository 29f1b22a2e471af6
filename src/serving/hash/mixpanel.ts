/** 0 to 99: FNV-1a of 64 bits over the identity and the salt behind it. */
export function percentOf(identity: string, salt: string): number {
  const hash = Buffer.from(identity + salt).reduce(
    (sum, byte) => BigInt.asUintN(64, (sum ^ BigInt(byte)) * 0x100000001b3n),
    0xcbf29ce484222325n,
  );
  return Number(hash % 100n);
}
