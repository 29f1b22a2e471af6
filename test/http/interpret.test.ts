import { interpret } from "../../src/http/interpret";
import { LONGEST_SHOWN } from "../../src/http/secrets/redact";

/** How much of an answer whoever looks for words in it has before them, in the longest text. */
function longestLookedAt(status: number, text: string, headers: Readonly<Record<string, string>> = {}): number {
  const looked = [0];
  const attempt = interpret(
    { method: "PUT", path: "/flags/a" },
    { status, text, header: (name) => headers[name] },
    {
      ...{ root: new URL("https://flags.example.com"), now: 0, wordlessRefusals: true },
      redact: (each) => {
        looked.push(each.length);
        return each;
      },
    },
  );
  if (attempt.kind !== "final" && attempt.kind !== "failed") throw new Error(`no error: ${attempt.kind}`);
  const { words, requestId, body } = attempt.error.details;
  return Math.max(...looked, ...[words, requestId ?? "", ...textsIn(body)].map((each) => each.length));
}

function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null
    ? [...Object.keys(value), ...Object.values(value).flatMap(textsIn)]
    : [];
}

const STATUSES = [200, 302, 400, 401, 403, 404, 409, 413, 418, 500, 502, 503, 504];
const PIECES = ["<", "<title", "<title>", " ", "&#0", "\\", "%41", "a."];

describe("of an error's body four kilobytes are looked at, however long it is", () => {
  test.each(STATUSES)("status %i", (status) => {
    for (const piece of PIECES) expect(longestLookedAt(status, piece.repeat(200_000))).toBeLessThanOrEqual(LONGEST_SHOWN);
  });

  test("in a refusal that is JSON, of each text in it", () => {
    const long = "<".repeat(300_000);
    for (const body of [long, [long], { detail: long }, { [long]: [{ [long]: long }] }]) {
      expect(longestLookedAt(400, JSON.stringify(body))).toBeLessThanOrEqual(LONGEST_SHOWN);
    }
  });

  test("in headers too", () => {
    const headers = { location: `https://${"<".repeat(200_000)}`, "x-request-id": "<".repeat(200_000) };
    for (const status of [302, 400, 500]) {
      expect(longestLookedAt(status, "", headers)).toBeLessThanOrEqual(LONGEST_SHOWN);
    }
  });
});
