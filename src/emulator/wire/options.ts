import { randomBytes } from "node:crypto";
import { z } from "zod";

export function randomHex(bytes: number): string {
  return randomBytes(bytes).toString("hex");
}

/** The options of every emulator. */
export const commonOptions = {
  /** A port of the loopback interface; 0 (the default) takes a free one. */
  port: z.int().min(0).max(65535).default(0),
  /** Requests in one window of the rate limit; unlimited when absent. */
  budget: z.int().min(1).optional(),
  /** A seed document (see seed.ts), applied before the first request. */
  seed: z.unknown().optional(),
  /** Opens the control endpoint; generated when absent. */
  controlToken: z
    .string()
    .min(1)
    .default(() => randomHex(24)),
  /** The time, for tests that cannot wait. */
  clock: z.custom<() => Date>((value) => typeof value === "function").default(() => () => new Date()),
};
