import { xxHash32 } from "../../../../src/emulator/vercel/evaluation/hashing";

test.each([
  ["", 0, 0x02cc5d05],
  ["a", 0, 0x550d7456],
  ["abc", 0, 0x32d153ff],
  ["Nobody inspects the spammish repetition", 0, 0xe2293b2f],
])("hashes %j with seed %i as published", (text, seed, hash) => {
  expect(xxHash32(text, seed)).toBe(hash);
});

test("depends on the seed, and takes a text as UTF-8", () => {
  expect(xxHash32("user_1", 1)).not.toBe(xxHash32("user_1", 2));
  expect(xxHash32("é", 0)).not.toBe(xxHash32("e", 0));
  expect(xxHash32("漢".repeat(40), 100_000)).toBeLessThan(2 ** 32);
});
