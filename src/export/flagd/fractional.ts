import type { Split } from "../../platforms/model/audience";
import { firstOf, type Logic, NotExportable, TARGETING_KEY } from "./json-logic";

/** flagd takes whole numbers only. */
const SCALES = [1, 10, 100, 1000, 10_000, 100_000];

/** Shares of people, by flagd's own hash: as many as on the platform, but not the same ones. */
export function fractional(seed: string, by: string | null, shares: readonly (readonly [string, number])[]): Logic {
  const scale = SCALES.find((each) => shares.every(([, share]) => isWhole(share * each)));
  if (scale === undefined) throw new NotExportable("a share has more than five decimals");
  const weights = shares.filter(([, share]) => share > 0).map(([key, share]) => [key, Math.round(share * scale)]);
  const [[only] = [], ...more] = weights;
  if (more.length === 0) return only ?? null;
  return { fractional: [{ cat: [seed, by === null ? TARGETING_KEY : { var: by }] }, ...weights] };
}

/** Whether somebody is among this percentage of all. */
export function isWithin(percent: number, seed: string, by: string | null): Logic {
  const shares = [["in", percent] as const, ["out", Math.max(0, 100 - percent)] as const];
  return { "===": [fractional(seed, by, shares), "in"] };
}

export function splitLogic({ weights, control, bucketBy, otherwise }: Split, seed: string): Logic {
  if (control !== null && control > 0)
    throw new NotExportable("the control share gets the flag's own value, which a split does not state");
  const shares = fractional(seed, bucketBy, Object.entries(weights));
  if (bucketBy === null) return shares;
  return firstOf([[{ "===": [{ var: bucketBy }, null] }, otherwise]], shares);
}

function isWhole(number: number): boolean {
  return Math.abs(number - Math.round(number)) < 1e-9;
}
