import type { AudienceChange, EnvironmentChange, FlagChange, Review, ReviewDanger, Unseen } from "../document";
import { count } from "../summary";
import { partsOf, visible } from "../words";
import { audienceTitle, movedText, remarksOn } from "./lines";

/** A comment of GitHub may have 65,536 characters, and takes none that is longer. */
const LONGEST = 65_000;

/** By this line a pipeline finds its comment again. */
export const COMMENT_MARK = "<!-- flagform-review -->";

/**
 * The review as one comment: the total first, then the dangers, then everything else folded. What does not fit is left out, and the last
 * line says so. Names and values are in `<code>`, character by character, so that none of them is markup, a link or a mention.
 */
export function markdownReview(review: Review): string {
  const { summary, dangers, environments, personas, resources, unseen } = review;
  const page = new Page();
  page.add(`${COMMENT_MARK}\n### Flags: ${sentence(summary.text)}\n`);
  page.list("", dangers.map(dangerLine));
  for (const environment of environments)
    page.fold(environmentTitle(environment), FLAG_TABLE, environment.flags.flatMap(flagRows));
  page.fold(
    `People: ${count(personas.length, "change")}`,
    "| who | environment | flag | before | after |\n| --- | --- | --- | --- | --- |\n",
    personas.map(({ persona, environment, flag, before, after }) =>
      row([code(persona), code(environment), code(flag), code(before.text), code(after.text)]),
    ),
  );
  page.fold(
    "Besides",
    "",
    resources.map(({ text, address }) => `- ${sentence(text)} (${code(address)})\n`),
  );
  page.fold("What the review could not see", "", unseen.map(unseenLine));
  return page.text;
}

/** Text that never becomes longer than a comment may be; folds are closed whatever happens. */
class Page {
  text = "";
  #cut = false;

  add(text: string): void {
    if (this.#fits(text)) this.text += text;
    else this.#end();
  }

  list(before: string, lines: readonly string[]): void {
    if (lines.length > 0 && !this.#cut) this.#fill(`\n${before}`, lines, "");
  }

  fold(title: string, head: string, lines: readonly string[]): void {
    if (lines.length === 0 || this.#cut) return;
    this.#fill(`\n<details><summary>${title}</summary>\n\n${head}`, lines, "\n</details>\n");
  }

  #fill(head: string, lines: readonly string[], tail: string): void {
    if (!this.#fits(head + tail)) {
      this.#end();
      return;
    }
    this.text += head;
    let shown = 0;
    for (const line of lines) {
      if (!this.#fits(line + tail)) break;
      this.text += line;
      shown += 1;
    }
    this.text += tail;
    if (shown < lines.length) this.#end();
  }

  #fits(text: string): boolean {
    return !this.#cut && this.text.length + text.length + CUT.length <= LONGEST;
  }

  #end(): void {
    if (!this.#cut) this.text += CUT;
    this.#cut = true;
  }
}

const CUT =
  "\n**There is more than fits into one comment.** The whole review: `flagform review --format html PLANFILE > review.html`\n";

function dangerLine({ id, text }: ReviewDanger): string {
  return `- ⚠️ **${id}** ${sentence(text)}\n`;
}

function environmentTitle({ name, project, production, flags }: EnvironmentChange): string {
  const where = `${code(name)}${project === "" ? "" : ` (${code(project)})`}`;
  return `${where}: ${count(flags.length, "change")}${production ? "" : ", not production"}`;
}

const FLAG_TABLE = "| flag | for whom | before | after | moved | |\n| --- | --- | --- | --- | --- | --- |\n";

function flagRows(flag: FlagChange): readonly string[] {
  const notes = flag.notes.map((note) => row([code(flag.flag), "", "", "", movedText(flag), note]));
  return [...notes, ...flag.audiences.map((each) => audienceRow(flag, each))];
}

function audienceRow(flag: FlagChange, change: AudienceChange): string {
  const { audience, before, after } = change;
  const whom = audience.name === null ? audienceTitle(audience) : `${audienceTitle(audience)} ${code(audience.name)}`;
  const moved = audience.kind === "everyone" ? movedText(flag) : "";
  return row([code(flag.flag), whom, code(before.text), code(after.text), moved, remarksOn(change).map(code).join("<br>")]);
}

function unseenLine({ text, addresses }: Unseen): string {
  const where = addresses.slice(0, MOST_ADDRESSES).map(code).join(", ");
  const more = addresses.length > MOST_ADDRESSES ? ` and ${String(addresses.length - MOST_ADDRESSES)} more` : "";
  return `- ${sentence(text)}${where === "" ? "" : ` ${where}${more}`}\n`;
}

const MOST_ADDRESSES = 20;

function row(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |\n`;
}

function sentence(text: string): string {
  return partsOf(text)
    .map((part) => (part.quoted ? code(part.text) : part.text))
    .join("");
}

/** Every character that could mean something is a number: such references never begin markup, a table's cell, a link or a mention. */
export function code(text: string): string {
  const inside = visible(text).replace(/[^\p{L}\p{N} ]/gu, (each) => `&#${String(each.codePointAt(0) ?? 0)};`);
  return inside === "" ? "" : `<code>${inside}</code>`;
}
