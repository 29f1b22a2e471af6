import { expectNoLeak } from "../support/canary";
import { type Manner, type Parrot, startParrot } from "../support/parrot";
import { CanaryRun } from "./canary-run";
import { stackOf, type Started, SUBJECTS } from "./subjects";

/** Credentials as people come by them: what is really sent is what nothing tells, in whatever spelling a server repeats it. */

interface Dirty {
  readonly name: string;
  readonly given: string;
  /** As it is sent, where that is something else. */
  readonly sent?: string;
}

const DIRTY: readonly Dirty[] = [
  { name: "a line feed at its end", given: "Dirty9f3ce17ba25d40z8Q\n", sent: "Dirty9f3ce17ba25d40z8Q" },
  { name: "CRLF at its end", given: "Dirty9f3ce17ba25d40z8Q\r\n", sent: "Dirty9f3ce17ba25d40z8Q" },
  { name: "blanks at its end", given: "Dirty9f3ce17ba25d40z8Q \t ", sent: "Dirty9f3ce17ba25d40z8Q" },
  { name: "ampersands", given: "Di&rty9f3&amp;ce17&lt;ba25&#65;d40&z8Q" },
  { name: "plus signs and slashes", given: "D+irty9f3/ce17+ba25//d40++z8Q==" },
  { name: "quotes", given: `Di"rty9f3'ce17"ba25''d40""z8Q` },
  { name: "backslashes", given: "Di\\rty9f3\\nce17\\u0041ba25\\\\d40\\z8Q" },
  { name: "percent signs", given: "Di%rty9f3%41ce17%2Bba25%25d40%%z8Q" },
  { name: "angle brackets", given: "Di<rty9f3>ce17</title>ba25<d40>z8Q" },
  { name: "blanks inside", given: "Di rty9f 3ce17 ba25 d40 z8Q more words" },
  { name: "every kind of escape", given: "Di%41&amp;\\u0041+/\"'<9f3&#x41;%2541\\\\nz8Q" },
];
const UNICODE: Dirty = { name: "letters beyond ASCII", given: "Dírty9f3çe17bä25d40ž8Q€😀漢字" };

const MANNERS: readonly Manner[] = [
  { kind: "json", status: 401 },
  { kind: "page", status: 403 },
  { kind: "text", status: 500 },
];

let parrot: Parrot;
let manner: Manner = { kind: "json", status: 401 };
beforeAll(async () => {
  parrot = await startParrot(() => manner);
});
afterAll(() => parrot.stop());

describe.each(SUBJECTS)("$name", ({ name, canary, start }) => {
  let started: Started;
  beforeAll(async () => {
    started = await start();
  });
  afterAll(() => started.server.stop());

  const withSecret = (secret: string): object =>
    JSON.parse(JSON.stringify(started.provider(parrot.url)), (key, value: unknown) =>
      typeof value === "string" && key !== "host" && value.includes(canary.secret)
        ? value.replace(canary.secret, () => secret)
        : value,
    ) as object;

  test.each([...DIRTY, ...(name === "Mixpanel" ? [UNICODE] : [])])("$name", async ({ given, sent = given }) => {
    manner = MANNERS[(DIRTY.findIndex((each) => each.given === given) + 1) % MANNERS.length] ?? manner;
    const heard = parrot.heard.length;
    const run = new CanaryRun();
    expect(await run.apply(stackOf(withSecret(given)))).toMatch(/Error: /);
    const [credential = ""] = parrot.heard.slice(heard);
    const shown = credential.startsWith("Basic ") ? Buffer.from(credential.slice(6), "base64").toString() : credential;
    expect(shown.endsWith(sent)).toBe(true);
    expectNoLeak({ ...canary, secret: sent }, run.places());
  });

  if (name !== "Mixpanel")
    test("letters beyond ASCII, which no header carries, are refused", async () => {
      const run = new CanaryRun();
      const heard = parrot.heard.length;
      expect(await run.apply(stackOf(withSecret(UNICODE.given)))).toMatch(
        /contains a character that is not allowed in an HTTP header/,
      );
      expect(parrot.heard).toHaveLength(heard);
      expectNoLeak({ ...canary, secret: UNICODE.given }, run.places());
    });

  test("a proxy's password is a credential as well", async () => {
    // Each of them on some platform: the way is the same for all.
    const shift = SUBJECTS.findIndex((each) => each.name === name);
    for (const { given } of [...DIRTY.slice(3), UNICODE].filter((_each, at) => at % SUBJECTS.length === shift)) {
      const heard = parrot.heard.length;
      manner = { kind: "json", status: [401, 502, 407][heard % 3] ?? 401 };
      const proxy = `http://me:${encodeURIComponent(given)}@${new URL(parrot.url).host}`;
      const run = new CanaryRun({ HTTP_PROXY: proxy });
      const provider = JSON.parse(JSON.stringify(started.provider("http://flags.invalid"))) as object;
      expect(await run.apply(stackOf(provider))).toMatch(/Error: /);
      expect(parrot.heard.slice(heard).map((each) => Buffer.from(each.slice(6), "base64").toString())).toContain(
        `me:${given}`,
      );
      expectNoLeak({ secret: given, prefix: "me:" }, run.places());
      expectNoLeak(canary, run.places());
    }
  });
});
