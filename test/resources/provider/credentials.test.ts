import { CanaryRun } from "../../secrets/canary-run";
import { stackOf, SUBJECTS } from "../../secrets/subjects";
import { expectNoLeak } from "../../support/canary";

/** A credential as people come by it: read from a file that ends in a line feed, pasted with blanks, cut from a larger text. */

describe.each(SUBJECTS)("$name", ({ canary, start }) => {
  const given = (provider: object, change: (secret: string) => string): object =>
    JSON.parse(JSON.stringify(provider), (key, value: unknown) =>
      typeof value === "string" && key !== "host" && value.includes(canary.secret) ? change(value) : value,
    ) as object;

  test("white space around it is not sent", async () => {
    const { server, provider } = await start();
    try {
      const run = new CanaryRun();
      const stack = stackOf(given(provider(server.url), (secret) => ` \t${secret}\r\n`));
      expect(await run.apply(stack)).toBeUndefined();
      expectNoLeak(canary, run.places());
    } finally {
      await server.stop();
    }
  });

  test.each([
    ["a line break", (secret: string) => `${secret}\nsecond line`],
    ["an escape", (secret: string) => `\u001b[0m${secret}`],
    ["a null", (secret: string) => `${secret}\0${secret}`],
    ["nothing but blanks", () => " \n"],
  ])("%s in it is refused, and it is not shown", async (_name, change) => {
    const { server, provider } = await start();
    try {
      const run = new CanaryRun();
      const before = server.requests().length;
      const words = await run.apply(stackOf(given(provider(server.url), change)));
      expect(words).toMatch(/(contains a control character or a line break|is empty)/);
      expect(server.requests()).toHaveLength(before);
      expectNoLeak(canary, run.places());
    } finally {
      await server.stop();
    }
  });
});
