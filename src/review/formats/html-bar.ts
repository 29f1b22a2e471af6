import type { ReviewAnswer } from "../document";

const COLOURS = 6;

/** A small bar of who gets how much. The text next to it says the same, so that it is hidden from those who listen. */
export function pictureOf(answer: ReviewAnswer, colours: ReadonlyMap<string, number>): string {
  const parts =
    answer.kind === "served"
      ? answer.outcomes.map(({ percent, text, enabled }) => {
          const colour = `c${String((colours.get(text) ?? 0) % COLOURS)}`;
          return { percent, kind: enabled ? colour : `${colour} off` };
        })
      : [{ percent: 100, kind: answer.kind }];
  let from = 0;
  const bars = parts.map(({ percent, kind }) => {
    const bar = `<rect class="${kind}" x="${number(from)}" y="0" width="${number(percent)}" height="10"/>`;
    from += percent;
    return bar;
  });
  return `<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">${bars.join("")}</svg>`;
}

function number(percent: number): string {
  return String(Number(percent.toFixed(4)));
}
