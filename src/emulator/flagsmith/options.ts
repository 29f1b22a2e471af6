import { randomBytes } from "node:crypto";
import { z } from "zod";
import { CURRENT_ENGINE, OLD_ENGINE } from "./evaluation/engine";
import type { Engine } from "./evaluation/engine";

/** Releases that differ: 2.240 lacks the whole-flag endpoint; 2.200 also the experiments, and has the engine of before 2.218. */
export const SERVER_RELEASES = ["2.265", "2.240", "2.200"] as const;
export type ServerRelease = (typeof SERVER_RELEASES)[number];

export interface EmulatorOptions {
  /** A port of the loopback interface; 0 (the default) takes a free one. */
  readonly port?: number;
  /** The organisation's master key; generated when absent. */
  readonly key?: string;
  /** A second master key that may do nothing. */
  readonly limitedKey?: string;
  /**
   * Rows a page: 999 as in production (the default), 10 as on the recorded server. Lists whose page the caller may size
   * keep their 999 beside it; below 10, which no server has, they obey too, so that every list can be made to page.
   */
  readonly pageSize?: number;
  /** Requests a minute for each master key; unlimited when absent. */
  readonly budget?: number;
  /** New environments have feature versioning v2. */
  readonly versioning?: boolean;
  /** Where the identities of new projects live: in the database (the default) or at the edge, as on SaaS. */
  readonly identities?: "core" | "edge";
  readonly organisation?: string;
  /** Absent: everything, and a version that calls itself "unknown", as the recorded server does. */
  readonly server?: ServerRelease;
  /** What the organisation pays for: on the free plan some settings are read past. Absent: everything. */
  readonly plan?: "enterprise" | "free";
  /**
   * Milliseconds that the creation of an environment or a feature takes, 0 when absent. What of the other kind is made in the
   * same project meanwhile does not see it: the feature is left without a state in that environment, for good.
   */
  readonly creationTime?: number;
  /** A seed document (see seed.ts), applied before the first request. */
  readonly seed?: unknown;
  /** Opens the control endpoint; generated when absent. */
  readonly controlToken?: string;
  /** The time, for tests that cannot wait. */
  readonly clock?: () => Date;
}

const schema = z.strictObject({
  port: z.int().min(0).max(65535).default(0),
  key: z.string().min(1).default(generatedKey),
  limitedKey: z.string().min(1).default(generatedKey),
  pageSize: z.int().min(1).max(999).default(999),
  budget: z.int().min(1).optional(),
  versioning: z.boolean().default(false),
  identities: z.enum(["core", "edge"]).default("core"),
  organisation: z.string().min(1).default("Acme"),
  server: z.enum(SERVER_RELEASES).optional(),
  plan: z.enum(["enterprise", "free"]).default("enterprise"),
  creationTime: z.int().min(0).max(60_000).default(0),
  seed: z.unknown().optional(),
  controlToken: z
    .string()
    .min(1)
    .default(() => randomBytes(24).toString("hex")),
  clock: z.custom<() => Date>((value) => typeof value === "function").default(() => () => new Date()),
});

export type Options = z.output<typeof schema> & { readonly chosenPageSize: number };

export function readOptions(given: EmulatorOptions): Options {
  const options = schema.parse(given);
  return { ...options, chosenPageSize: options.pageSize < 10 ? options.pageSize : 999 };
}

/** As the real server makes them: a prefix of eight characters, a point, a secret of 32. */
export function generatedKey(): string {
  return `${randomBytes(4).toString("hex")}.${randomBytes(16).toString("hex")}`;
}

export function hasWholeFlagEndpoint(options: Options): boolean {
  return options.server !== "2.240" && options.server !== "2.200";
}

export function hasExperiments(options: Options): boolean {
  return options.server !== "2.200";
}

export function engineOf(options: Options): Engine {
  return options.server === "2.200" ? OLD_ENGINE : CURRENT_ENGINE;
}
