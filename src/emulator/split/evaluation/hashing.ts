const [C1, C2] = [0xcc9e2d51, 0x1b873593];

/** MurmurHash3 x86 32, over UTF-8, unsigned. */
export function murmur3(key: string, seed: number): number {
  const bytes = Buffer.from(key, "utf8");
  const whole = bytes.length - (bytes.length % 4);
  let hash = seed | 0;
  for (let at = 0; at < whole; at += 4) {
    hash ^= mix(bytes.readInt32LE(at));
    hash = (Math.imul(rotate(hash, 13), 5) + 0xe6546b64) | 0;
  }
  let tail = 0;
  for (let at = bytes.length - 1; at >= whole; at -= 1) tail = (tail << 8) | (bytes[at] ?? 0);
  if (bytes.length > whole) hash ^= mix(tail);
  return finish(hash ^ bytes.length);
}

function mix(block: number): number {
  return Math.imul(rotate(Math.imul(block, C1), 15), C2);
}

function rotate(value: number, by: number): number {
  return (value << by) | (value >>> (32 - by));
}

function finish(given: number): number {
  let hash = given;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
