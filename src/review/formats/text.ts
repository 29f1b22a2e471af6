import type { AudienceChange, EnvironmentChange, FlagChange, Review, ReviewAnswer } from "../document";
import { partsOf, visible } from "../words";
import { audienceTitle, movedText, remarksOn } from "./lines";

/** Text with a style, or without one: what the terminal writes, with colours or without. */
export type Piece = string | { readonly style: "bold" | "dim" | "red" | "green" | "yellow" | "cyan"; readonly text: string };

/** The review for a terminal. */
export function textReview(review: Review): readonly Piece[] {
  const { summary, dangers, environments, resources, personas, unseen } = review;
  return [
    { style: "bold", text: "Flags: " },
    ...sentence(summary.text),
    "\n",
    ...(dangers.length > 0 ? heading("Dangers") : []),
    ...dangers.flatMap(({ id, text }): Piece[] => ["  ", { style: "red", text: `! ${id}` }, "  ", ...sentence(text), "\n"]),
    ...environments.flatMap(environmentLines),
    ...(personas.length > 0 ? heading("People") : []),
    ...personas.flatMap(({ persona, environment, flag, before, after }): Piece[] => {
      const who = `${visible(persona)}: ${visible(flag)} in ${visible(environment)}`;
      return [`  ${who}  `, ...answers(before, after), "\n"];
    }),
    ...(resources.length > 0 ? heading("Besides") : []),
    ...resources.flatMap(({ text }): Piece[] => ["  ", ...sentence(text), "\n"]),
    ...(unseen.length > 0 ? heading("What the review could not see") : []),
    ...unseen.flatMap(({ text, addresses }): Piece[] => [
      "  ",
      ...sentence(text),
      ...(addresses.length > 0
        ? [{ style: "dim", text: ` ${addresses.map((each) => visible(each)).join(", ")}` } as const]
        : []),
      "\n",
    ]),
  ];
}

function heading(text: string): Piece[] {
  return ["\n", { style: "bold", text }, "\n"];
}

function sentence(text: string): Piece[] {
  return partsOf(text).map((part): Piece => (part.quoted ? { style: "cyan", text: visible(part.text) } : part.text));
}

function environmentLines({ name, project, production, flags }: EnvironmentChange): Piece[] {
  const where = `${visible(name)}${project === "" ? "" : ` (${visible(project)})`}${production ? "" : ", not production"}`;
  return [...heading(where), ...flags.flatMap(flagLines)];
}

function flagLines(flag: FlagChange): Piece[] {
  const width = Math.max(0, ...flag.audiences.map((each) => whom(each).length));
  return [
    "  ",
    { style: "cyan", text: visible(flag.flag) },
    { style: "dim", text: `  ${movedText(flag)}` },
    "\n",
    ...flag.notes.map((note): Piece => `    ${note}\n`),
    ...flag.audiences.flatMap((each): Piece[] => [
      `    ${whom(each).padEnd(width)}  `,
      ...answers(each.before, each.after),
      "\n",
      ...remarksOn(each).map((remark): Piece => ({ style: "dim", text: `      ${visible(remark)}\n` })),
    ]),
  ];
}

function whom({ audience }: AudienceChange): string {
  return audience.name === null ? audienceTitle(audience) : `${audienceTitle(audience)} ${visible(audience.name)}`;
}

function answers(before: ReviewAnswer, after: ReviewAnswer): Piece[] {
  return [coloured(before), " → ", coloured(after)];
}

function coloured({ kind, text }: ReviewAnswer): Piece {
  if (kind === "unknown") return { style: "yellow", text };
  if (text === "on") return { style: "green", text };
  return text === "off" ? { style: "red", text } : visible(text);
}
