import type { AudienceChange, EnvironmentChange, FlagChange, Review, ReviewAnswer } from "../document";
import { partsOf, visible } from "../words";
import { pictureOf } from "./html-bar";
import { STYLE } from "./html-style";
import { audienceTitle, movedText, remarksOn } from "./lines";

/** The review as one page that needs nothing else, runs no script and loads nothing. */
export function htmlReview(review: Review): string {
  const { summary, dangers, environments, personas, resources, unseen } = review;
  const title = partsOf(summary.text).map((part) => visible(part.text));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Flags: ${escape(title.join(""))}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>Flags: ${sentence(summary.text)}</h1>
${section("dangers", "Dangers", list(dangers.map(({ id, text }) => `<li><strong>${id}</strong> ${sentence(text)}</li>`)))}
${environments.map(environmentSection).join("\n")}
${section("people", "People", personas.length > 0 ? peopleTable(review) : "")}
${section("besides", "Besides", list(resources.map(({ text, address }) => `<li>${sentence(text)} <small>${foreign(address)}</small></li>`)))}
${section(
  "unseen",
  "What the review could not see",
  list(
    unseen.map(({ text, addresses }) => `<li>${sentence(text)} <small>${addresses.map(foreign).join(", ")}</small></li>`),
  ),
)}
</main>
</body>
</html>
`;
}

function section(id: string, title: string, content: string): string {
  return content === "" ? "" : `<section aria-labelledby="${id}">\n<h2 id="${id}">${title}</h2>\n${content}\n</section>`;
}

function list(items: readonly string[]): string {
  return items.length === 0 ? "" : `<ul>\n${items.join("\n")}\n</ul>`;
}

function environmentSection({ name, project, production, flags }: EnvironmentChange, index: number): string {
  const where = `${foreign(name)}${project === "" ? "" : ` <small>${foreign(project)}</small>`}`;
  const title = `${where}${production ? "" : " <small>not production</small>"}`;
  return section(`environment-${String(index)}`, title, flags.map(flagTable).join("\n"));
}

function flagTable(flag: FlagChange): string {
  const notes = flag.notes.map((note) => `<p>${escape(note)}</p>`).join("");
  if (flag.audiences.length === 0) return `<h3>${foreign(flag.flag)}</h3>${notes}`;
  return `<div class="scroll" role="group" tabindex="0" aria-label="${escape(visible(flag.flag))}"><table>
<caption>${foreign(flag.flag)} <small>${movedText(flag)}</small></caption>
<thead><tr><th scope="col">for whom</th><th scope="col">before</th><th scope="col">after</th></tr></thead>
<tbody>
${flag.audiences.map(audienceRow).join("\n")}
</tbody></table></div>${notes}`;
}

function audienceRow(change: AudienceChange): string {
  const { audience, before, after } = change;
  const whom = audience.name === null ? audienceTitle(audience) : `${audienceTitle(audience)} ${foreign(audience.name)}`;
  const remarks = remarksOn(change)
    .map((each) => `<br><small>${foreign(each)}</small>`)
    .join("");
  // One outcome has one colour on both sides.
  const colours = coloursOf([before, after]);
  return `<tr><th scope="row">${whom}${remarks}</th><td>${cell(before, colours)}</td><td>${cell(after, colours)}</td></tr>`;
}

function peopleTable({ personas }: Review): string {
  const rows = personas.map(({ persona, environment, flag, before, after }) => {
    const colours = coloursOf([before, after]);
    const who = `<th scope="row">${foreign(persona)}</th><td>${foreign(environment)}</td><td>${foreign(flag)}</td>`;
    return `<tr>${who}<td>${cell(before, colours)}</td><td>${cell(after, colours)}</td></tr>`;
  });
  const head = ["who", "environment", "flag", "before", "after"].map((each) => `<th scope="col">${each}</th>`).join("");
  return `<div class="scroll" role="group" tabindex="0" aria-label="People"><table>\n<thead><tr>${head}</tr></thead>\n<tbody>\n${rows.join("\n")}\n</tbody></table></div>`;
}

function cell(answer: ReviewAnswer, colours: ReadonlyMap<string, number>): string {
  return `${pictureOf(answer, colours)}<span class="${answer.kind}">${foreign(answer.text)}</span>`;
}

function coloursOf(answers: readonly ReviewAnswer[]): ReadonlyMap<string, number> {
  const texts = answers.flatMap((each) => (each.kind === "served" ? each.outcomes.map(({ text }) => text) : []));
  return new Map([...new Set(texts)].sort().map((text, index) => [text, index] as const));
}

function sentence(text: string): string {
  return partsOf(text)
    .map((part) => (part.quoted ? foreign(part.text) : escape(part.text)))
    .join("");
}

/** What somebody else chose: its direction ends with it. */
function foreign(text: string): string {
  return `<bdi>${escape(visible(text))}</bdi>`;
}

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
  ['"', "&quot;"],
  ["'", "&#39;"],
]);

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (each) => ENTITIES.get(each) ?? each);
}
