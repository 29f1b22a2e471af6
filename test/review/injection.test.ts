import type { Review } from "../../src/review/document";
import { htmlReview } from "../../src/review/formats/html";
import { jsonReview } from "../../src/review/formats/json";
import { markdownReview } from "../../src/review/formats/markdown";
import { textReview } from "../../src/review/formats/text";
import { fc, runs } from "../support/fast-check";
import { resourceChange, reviewOf, SCOPE } from "./plan-of";

/** Names, values and addresses are anybody's: in no format do they become more than text. */

const HOSTILE = [
  "</details><script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  "` `` ``` </code>",
  "| a | b |\n| --- | --- |",
  "![x](https://evil.example/x.png) [y](javascript:alert(1))",
  "https://evil.example www.evil.example a@evil.example",
  "@everyone #1 GH-1 !1 ~label",
  "# heading\n---\n> quote\n- item\n1. item",
  "<!-- --> --> <![CDATA[ ]]> &lt;b&gt; &#60;b&#62;",
  "\u001b[31mred\u001b[0m \u0007 \u0000 \u009b31m \r\n over",
  "\u202eevil\u202c \u2066x\u2069 \u200f \ufeff \u2028",
  "zero\u200bwidth \u{e0041}tags \u00ad",
  "\ud800 alone",
  "*a* _b_ ~~c~~ \\ $x$ {{ }} ${{ secrets }}",
  "'\"><svg onload=alert(1)>",
  "\u0002marks\u0003 \u0002",
  "",
];

/** A plan in which the text is everywhere that somebody could put it. */
function hostileReview(text: string) {
  const name = `x${text}`;
  const before = { flag: name, environment: name, enabled: false, overrides: "listed", scope: SCOPE, project: name };
  const override = { serve: { value: { string: text } } };
  const after = {
    ...before,
    enabled: true,
    serve: { value: { string: text } },
    segment_overrides: Object.fromEntries([[name, { ...override, priority: 1 }]]),
    identity_overrides: Object.fromEntries([[name, override]]),
    rules: [{ key: name, description: text, when: [{ match: "all", conditions: [] }], serve: { variant: text } }],
  };
  return reviewOf(
    [
      resourceChange("flagform_feature_flag.a", {
        before: { key: name, type: "string", description: text, scope: SCOPE, project: name },
        after: { key: name, type: "json", description: `${text}!`, scope: SCOPE, project: name },
        more: { address: `flagform_feature_flag.each["${text}"]` },
      }),
      resourceChange("flagform_environment_definition.a", { before, after, more: { address: `module.x["${text}"].d` } }),
      resourceChange("flagform_segment.a", { before: { name, scope: SCOPE }, after: null }),
      resourceChange("flagform_server_key.a", { before: { name, environment: name, scope: SCOPE }, after: null }),
    ],
    { complete: false },
    { personas: Object.fromEntries([[name, { identity: name, traits: {} }]]) },
  );
}

/** What a comment may contain, in all: our own tags, and `code` around what is not ours. */
const TAGS = /<(?:\/?details|\/?summary|\/?code|br|!-- flagform-review --)>/g;
const HARMLESS = fc.string({ unit: "binary", maxLength: 40 });
const MARKUP = fc
  .array(fc.constantFrom(...HOSTILE, "`", "|", "<", ">", "\n", "@", "#", "[", "]", "\\", "&", "x", " "), { maxLength: 8 })
  .map((parts) => parts.join(""));

function markdownIsHarmless(review: Review): void {
  const markdown = markdownReview(review);
  const inside = [...markdown.matchAll(/<code>([^<]*)<\/code>/g)].map(([, each = ""]) => each);
  // Nothing in a name stands for itself but letters, digits and spaces.
  for (const each of inside) expect(each).toMatch(/^(?:[\p{L}\p{N} ]|&#\d+;)+$/u);
  const rest = markdown.replace(/<code>[^<]*<\/code>/g, "").replace(TAGS, "");
  expect(rest).not.toMatch(/[<>`\[\]\\@]|https?:|www\./);
  expect(markdown.match(/<details>/g)?.length).toBe(markdown.match(/<\/details>/g)?.length);
  // A row of a table is a line, with as many cells as its head.
  for (const line of markdown.split("\n").filter((each) => each.startsWith("| <code>")))
    expect(line.split("|").length).toBeLessThanOrEqual(8);
}

function htmlIsHarmless(review: Review): void {
  const html = htmlReview(review);
  const tags = new Set([...html.matchAll(/<\/?([a-z0-9!]+)/gi)].map(([, tag = ""]) => tag.toLowerCase()));
  const own =
    "!doctype html head meta title style body main h1 h2 h3 section ul li strong small div table caption thead tbody tr th td svg rect span br p bdi";
  expect([...tags].filter((tag) => !own.split(" ").includes(tag))).toEqual([]);
  // Attributes are ours: no name is in any but the label of a table.
  expect(html.replace(/aria-label="[^"<>]*"/g, "")).not.toMatch(/<[^>]*\son\w+\s*=/i);

  expect(html).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069]/);
}

function textIsHarmless(review: Review): void {
  const pieces = textReview(review).map((piece) => (typeof piece === "string" ? piece : piece.text));
  const shown = pieces.join("");

  expect(shown).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069]/);
  // Lines end where we end them.
  for (const piece of pieces) expect(piece.replace(/^\n|\n$/g, "")).not.toContain("\n");
}

function jsonIsWhole(review: Review, text: string): void {
  const read = JSON.parse(jsonReview(review)) as { environments: { flags: { flag: string }[] }[] };
  // What people chose is there letter by letter, but for the two marks.
  expect(read.environments[0]?.flags[0]?.flag).toBe(`x${text}`.replace(/[\u0002\u0003]/g, ""));
}

function isHarmless(text: string): void {
  const review = hostileReview(text);
  markdownIsHarmless(review);
  htmlIsHarmless(review);
  textIsHarmless(review);
  jsonIsWhole(review, text);
}

test.each(HOSTILE)("%j is harmless in every format", isHarmless);

test("whatever is in names and values is harmless in every format", () => {
  fc.assert(fc.property(fc.oneof(HARMLESS, MARKUP), isHarmless), { numRuns: runs(15) });
});

test("a comment is never longer than a platform takes, says what is missing, and closes what it opened", () => {
  const flags = Array.from({ length: 900 }, (_, index) => `flag-${String(index)}-with-a-name-of-some-length`);
  const review = reviewOf(
    flags.map((flag, index) =>
      resourceChange(`flagform_environment_definition.d${String(index)}`, {
        before: { flag, environment: "production", enabled: false, scope: SCOPE },
        after: { flag, environment: "production", enabled: true, scope: SCOPE },
      }),
    ),
  );
  const markdown = markdownReview(review);
  expect(markdown.length).toBeLessThanOrEqual(65_000);
  expect(markdown.length).toBeGreaterThan(60_000);
  expect(markdown.trimEnd().split("\n").at(-1)).toContain("There is more than fits into one comment.");
  expect(markdown.match(/<details>/g)?.length ?? 0).toBe(markdown.match(/<\/details>/g)?.length ?? 0);
  const [, title] = markdown.split("\n");
  expect(title).toContain("900 dangers; 900 changes");
});
