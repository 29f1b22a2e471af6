import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Phrases that may not come back in code, messages and docs: riddles, antique turns, and old names. Next to each, what to write instead. The
 * words to use are in the glossary of docs/architecture.md.
 */
const PHRASES: readonly (readonly [RegExp, string])[] = [
  [/\bof whom\b/i, "not covered by …"],
  [/\bwhoever's\b/i, "say who, or that it is not managed"],
  [/\bbelongs into\b/i, "belongs in"],
  [/\bfour eyes\b/i, "second approval"],
  [/\btaken along\b/i, "say what is deleted, moved or protected"],
  [/\b(are|is) not good\b/i, "invalid"],
  [/\bwithout a word\b/i, "without a reason"],
  [/\b(deals people|are dealt|dealt by)\b/i, "users are bucketed by"],
  [/\bmade anew\b/i, "created again"],
  [/\bis no (number|version|JSON|time|boolean|address|integer)\b/, "is not a …"],
  [/\blook whether\b/i, "check whether"],
  [/\bsay what it should be\b/i, "set a value"],
  [/\bA word on\b/, "…: written, with a note"],
  [/\bbears the\b/i, "has the"],
  [/\bbeside\b/i, "besides, next to, together with"],
  [/\bcomes? to pass\b/i, "is reached, takes effect"],
  [/\bcannot be said\b/i, "has no neutral form, is not supported"],
  [/\bspeaks? (of|for)\b/i, "sets, manages, is about"],
  [/\b(nothing tells|nobody is told|tells? otherwise)\b/i, "is unknown, is not returned, is returned in another form"],
  [/\bas (it is|they are) to be\b/i, "with the changes applied"],
  [/\b(goes without saying|for the want of|belies|as good as)\b/i, "say what is meant"],
  [/\bstands? (beside|behind|there already)\b/i, "is next to, comes after, exists already"],
  [/\b(thereof|therein|hither|upon|amongst|whilst|nought)\b/i, "plain present-day words"],
  [/\b(plan|plans that) (does|do) not tell\b/i, "does not show, does not name"],
  [/\b(is|are) told (of|once|apart|one by one)\b/i, "is reported, is shown, is an error"],
  [/\b(begins?|read|written|made|listed|asked) anew\b/i, "again"],
  [/\b(same|stay|first|names|would), but for\b/i, "except"],
  [/, for (they|it|somebody|nobody|a state) (may|is|are|was|that)\b/i, "because"],
  [/\bheld against\b/i, "compared with"],
  [/\breads? no more\b/i, "no longer reads"],
  [/\bis no (zip|reference|escape|name for|value of|signature)\b/i, "is not a …"],
  [/\bwhom(so)?ever\b/i, "say who"],
  [/\b(orOutOfReach|orGoneAlready|leavesBehind|isAnothers|withoutAnothers|putAgain)\b/, "a name that says what happens"],
  [/\b(foretell|foresee|Foreseen|mustLook|writeKnowing|Unsayable|CannotWeigh|Overtaken)\b/, "a name that says what happens"],
  [/\b(OptionBook|WriteRung|whatIsGone|servesStrangers)\b/, "a name that says what happens"],
];

const ROOT = join(__dirname, "..", "..");
/** Words of others: what vendors' servers answer, and names of their licences. */
const OTHERS = /^(src\/emulator\/.*(?:messages|answers)|CHANGELOG)/;

function texts(): (readonly [string, string])[] {
  const listed = execFileSync("git", ["ls-files", "-z", "src", "docs", "scripts", "examples", "*.md"], {
    cwd: ROOT,
    encoding: "utf8",
  });
  const files = listed.split("\0").filter((file) => /\.(ts|mjs|md|tf)$/.test(file) && !OTHERS.test(file));
  return files.map((file) => [file, readFileSync(join(ROOT, file), "utf8")] as const);
}

test("phrases that nobody says at work do not come back", () => {
  const found = texts().flatMap(([file, text]) =>
    PHRASES.flatMap(([phrase, better]) => {
      const hit = phrase.exec(text);
      return hit ? [`${file}: "${hit[0]}" (better: ${better})`] : [];
    }),
  );
  expect(found).toEqual([]);
});
