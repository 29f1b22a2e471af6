import { ConcurrentChangeError, writeLoop } from "../../src/platforms/adapter/edits/write-loop";

const attempted = "update flag checkout in environment production";
const logged: string[] = [];
const log = (_level: string, message: string): void => void logged.push(message);

/** Something that others change the first `times` times between the read and the write. */
function contested(times: number, words?: string) {
  const reads: number[] = [];
  const written = writeLoop({
    attempted,
    log,
    read: (tries) => Promise.resolve(reads.push(tries)),
    write: (live) =>
      live <= times ? Promise.reject(new ConcurrentChangeError(words)) : Promise.resolve(`on top of read ${live}`),
  });
  return { reads, written };
}

test("what others changed meanwhile is read again, and the write made on top of it", async () => {
  const { reads, written } = contested(2);
  expect(await written).toBe("on top of read 3");
  expect(reads).toEqual([1, 2, 3]);
  expect(logged.at(-1)).toBe(`${attempted}: somebody else changed it in the meantime; reading it again`);
});

test("after five tries it says so, with the platform's own words", async () => {
  const { reads, written } = contested(Infinity, "precondition failed");
  await expect(written).rejects.toMatchObject({
    details: {
      code: "unavailable",
      attempted,
      reason: "it was changed by others 5 times between reading and writing it: precondition failed",
      nextStep: "Run it again when nobody else edits the flag.",
    },
  });
  expect(reads).toEqual([1, 2, 3, 4, 5]);
});

test("any other failure ends it at once", async () => {
  const failure = new Error("no such flag");
  const reads: number[] = [];
  const work = writeLoop({
    attempted,
    log,
    read: (tries) => Promise.resolve(reads.push(tries)),
    write: () => Promise.reject(failure),
  });
  await expect(work).rejects.toBe(failure);
  expect(reads).toEqual([1]);
});
