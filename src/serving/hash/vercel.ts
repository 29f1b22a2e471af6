import { plus, stirred, times, turned } from "./words";

const [P1, P2, P3, P4, P5] = [0x9e3779b1, 0x85ebca77, 0xc2b2ae3d, 0x27d4eb2f, 0x165667b1];

/** 0 to 100, without 100: xxHash (32 bits) of the attribute that users are bucketed by, with the flag's seed. */
export function percentageOf(value: string, seed: number): number {
  const bytes = Buffer.from(value);
  let at = 0;
  let hash = plus(seed, P5);
  if (bytes.length >= 16) {
    const lanes = [plus(plus(seed, P1), P2), plus(seed, P2), plus(seed, 0), plus(seed, -P1)];
    for (; at + 16 <= bytes.length; at += 16)
      lanes.forEach((lane, index) => {
        lanes[index] = times(turned(plus(lane, times(bytes.readUInt32LE(at + index * 4), P2)), 13), P1);
      });
    hash = lanes.reduce((sum, lane, index) => plus(sum, turned(lane, [1, 7, 12, 18][index] ?? 0)), 0);
  }
  hash = plus(hash, bytes.length);
  for (; at + 4 <= bytes.length; at += 4) hash = times(turned(plus(hash, times(bytes.readUInt32LE(at), P3)), 17), P4);
  for (; at < bytes.length; at += 1) hash = times(turned(plus(hash, times(bytes.readUInt8(at), P5)), 11), P1);
  const end = stirred(stirred(hash, 15, P2), 13, P3);
  return (((end ^ (end >>> 16)) >>> 0) / 2 ** 32) * 100;
}
