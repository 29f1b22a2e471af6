import { z } from "zod";
import { commonOptions, randomHex } from "../wire/options";
import type { Engine } from "./evaluation/engine";
import { CURRENT_ENGINE, OLD_ENGINE } from "./evaluation/engine";
import { SERVER_RELEASES } from "./releases";

/** Releases that differ: 2.240 lacks the whole-flag endpoint; 2.200 also the experiments, and has the engine of before 2.218. */

const schema = z.strictObject({
  ...commonOptions,
  /** The organisation's master key; generated when absent. */
  key: z.string().min(1).default(generatedKey),
  /** A second master key without any permission. */
  limitedKey: z.string().min(1).default(generatedKey),
  /**
   * Rows a page: 999 as in production (the default), 10 as on the recorded server. Lists whose page size the caller may
   * choose still use 999; values below 10, which no real server has, apply to them too, so that tests can make every
   * list page.
   */
  pageSize: z.int().min(1).max(999).default(999),
  /** New environments have feature versioning v2. */
  versioning: z.boolean().default(false),
  /** Where the identities of new projects live: in the database (the default) or at the edge, as on SaaS. */
  identities: z.enum(["core", "edge"]).default("core"),
  organisation: z.string().min(1).default("Acme"),
  /** Absent: everything, and a version that calls itself "unknown", as the recorded server does. */
  server: z.enum(SERVER_RELEASES).optional(),
  /** The organisation's plan: on the free plan some settings are ignored. Absent: everything. */
  plan: z.enum(["enterprise", "free"]).default("enterprise"),
  /**
   * Milliseconds that the creation of an environment or a feature takes, 0 when absent. An environment and a feature
   * created at the same time in one project do not see each other: the feature never gets a state in that environment.
   */
  creationTime: z.int().min(0).max(60_000).default(0),
});

export type EmulatorOptions = z.input<typeof schema>;
export type Options = z.output<typeof schema> & { readonly chosenPageSize: number };

export function readOptions(given: EmulatorOptions): Options {
  const options = schema.parse(given);
  return { ...options, chosenPageSize: options.pageSize < 10 ? options.pageSize : 999 };
}

/** In the real server's form: a prefix of eight characters, a dot, a secret of 32. */
function generatedKey(): string {
  return `${randomHex(4)}.${randomHex(16)}`;
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
