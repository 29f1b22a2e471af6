import type { Split } from "../../platforms/model/audience";
import type { Chance, Draw } from "../chance/chance";

/** The variant of a split that somebody falls into; null: the share that is left over. */
export function drawVariant(split: Split, order: readonly string[] | undefined, draw: Draw, chance: Chance): string | null {
  const shares = Object.entries(split.weights).filter(([, weight]) => weight > 0);
  const placed = order ? [...shares].sort(([one], [other]) => order.indexOf(one) - order.indexOf(other)) : shares;
  let upTo = 0;
  for (const [key, weight] of placed) {
    upTo += weight;
    if (chance.below(draw, tidy(upTo))) return key;
  }
  return null;
}

function tidy(percent: number): number {
  return Math.min(100, Number(percent.toFixed(9)));
}
