import type { FlagsmithEmulator } from "../../emulator/flagsmith/emulator";
import type { Review } from "../../review/document";
import { textReview } from "../../review/formats/text";
import type { Io } from "../terminal/io";
import { type Style, styled, type Text } from "../terminal/style";
import { essenceOf, type EssentialLine } from "./essence";
import type { Served } from "./served";

const STYLES: Readonly<Record<EssentialLine["kind"], Style | undefined>> = {
  create: "green",
  change: "yellow",
  destroy: "red",
  outside: "yellow",
  attribute: "yellow",
  result: "bold",
  warning: "yellow",
};

/** Prints the steps, and counts the requests that the platform received in each. */
export class Scene {
  readonly #began = performance.now();
  #step = 0;
  #reads = 0;
  #writes = 0;

  constructor(
    readonly io: Io,
    readonly emulator: FlagsmithEmulator,
    readonly verbose: boolean,
  ) {}

  step(title: string): void {
    this.#step += 1;
    this.io.out("\n", styled("bold", `━━ ${this.#step}. ${title}`), "\n");
  }

  say(...text: readonly Text[]): void {
    this.io.out("  ", ...text, "\n");
  }

  /** Terraform's own words, or what they come to. */
  show(output: string): void {
    if (this.verbose) {
      this.io.out(`${output.replace(/^/gm, "  │ ")}\n`);
      return;
    }
    for (const { kind, text } of essenceOf(output)) {
      const style = STYLES[kind];
      this.say(style === undefined ? text : styled(style, text));
    }
  }

  /** What `flagform review` prints. */
  review(review: Review): void {
    this.say(styled("dim", "flagform review:"));
    this.io.out("  │ ");
    const pieces = textReview(review).slice(0, -1);
    for (const [index, piece] of pieces.entries()) {
      // Without the empty lines before its parts.
      if (piece === "\n" && pieces[index + 1] === "\n") continue;
      if (typeof piece === "string") this.io.out(piece.replaceAll("\n", "\n  │ "));
      else this.io.out(styled(piece.style, piece.text));
    }
    this.io.out("\n");
  }

  /** How many requests the step took; each write by its route, or every route. */
  requests(): void {
    const counts = Object.entries(this.emulator.counts());
    const sum = (list: typeof counts) => list.reduce((total, [, count]) => total + count, 0);
    const writes = counts.filter(([route]) => !route.startsWith("GET "));
    const reads = sum(counts) - sum(writes);
    this.#reads += reads;
    this.#writes += sum(writes);
    this.say(styled("dim", `Requests to Flagsmith: ${tally(reads, sum(writes))}`));
    for (const [route, count] of this.verbose ? counts : writes)
      this.say(styled("dim", `  ${String(count).padStart(3)}  ${route}`));
    this.forget();
  }

  forget(): void {
    this.emulator.resetRequests();
  }

  /** Who is served something else than before. */
  changes(before: Served, after: Served): void {
    const changed = after
      .map((each, index) => ({ ...each, was: before[index]?.value }))
      .filter((each) => each.was !== each.value);
    for (const person of new Set(changed.map((each) => each.person))) {
      const rows = changed.filter((each) => each.person === person);
      const parts = rows.flatMap(({ environment, was, value }, index): Text[] => [
        `${index === 0 ? "" : ", "}${environment} ${was ?? "?"} → `,
        coloured(value),
      ]);
      this.say(`Served to ${person} (${rows[0]?.about ?? ""}): `, ...parts);
    }
  }

  table(rows: readonly (readonly string[])[]): void {
    const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
    for (const [index, row] of rows.entries()) {
      const cells = row.flatMap((cell, column): Text[] => {
        const padded = column === row.length - 1 ? cell : cell.padEnd((widths[column] ?? 0) + 3);
        return [index === 0 ? styled("dim", padded) : coloured(padded)];
      });
      this.say(...cells);
    }
  }

  summary(): void {
    const seconds = ((performance.now() - this.#began) / 1000).toFixed(1);
    this.io.out(
      "\n",
      styled("bold", `━━ Summary: ${seconds} seconds, requests to Flagsmith: ${tally(this.#reads, this.#writes)}`),
      "\n",
    );
  }
}

function tally(reads: number, writes: number): string {
  if (reads + writes === 0) return "none";
  const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? "" : "s"}`;
  return `${reads + writes} (${count(reads, "read")}, ${count(writes, "write")})`;
}

function coloured(text: string): Text {
  if (text.startsWith("on ")) return styled("green", text);
  return text.startsWith("off ") ? styled("red", text) : text;
}
