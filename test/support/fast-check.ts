import fc from "fast-check";

/** FLAGFORM_DEEP=1 runs generated tests whole; the normal suite runs a part of them. */
export const DEEP = process.env["FLAGFORM_DEEP"] === "1";

/**
 * The normal suite tries the same cases everywhere and every time, so that a red run tells of the change; deep runs draw their own,
 * which FLAGFORM_SEED repeats.
 */
export const SEED = Number(process.env["FLAGFORM_SEED"] ?? (DEEP ? Math.floor(Math.random() * 2 ** 31) : 20_261_122));

fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: SEED });

/** How many cases a property tries: `part` of them in the normal suite. */
export function runs(part: number): number {
  return DEEP ? part * 20 : part;
}

export { fc };
