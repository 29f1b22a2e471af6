import { randomBytes } from "node:crypto";
import { z } from "zod";

/**
 * How the server is. What nobody outside Mixpanel has seen (section 7 of the facts) is an option, and its first value,
 * the default, is the one that is harder on a client.
 */
export interface EmulatorOptions {
  /** A port of the loopback interface; 0 (the default) takes a free one. */
  readonly port?: number;
  /** A service account with every permission; generated when absent. */
  readonly username?: string;
  readonly secret?: string;
  /** A second one whose role is Consumer: it reads. */
  readonly limitedUsername?: string;
  readonly limitedSecret?: string;
  /** Requests a minute for each project; unlimited when absent. A refusal does not tell when to come back. */
  readonly budget?: number;
  /** A seed document (see seed.ts), applied before the first request; one empty project when absent. */
  readonly seed?: unknown;
  /** Opens the control endpoint; generated when absent. */
  readonly controlToken?: string;
  /** The time, for tests that cannot wait. */
  readonly clock?: () => Date;
  /** A PUT without `hash_salt`: its default, null, or what was there (7.1). A new flag gets a salt either way. */
  readonly omittedSalt?: "cleared" | "kept";
  /** PATCH on a flag: refused, or merged field by field (7.2). */
  readonly patch?: "refused" | "merged";
  /**
   * `cohort_hash` (7.3): looked up, so that one sent along with another definition still finds the old cohort and null
   * has the server derive it; or of no consequence.
   */
  readonly cohortHash?: "looked_up" | "ignored";
  /** The status that a key already in use gets (7.4). */
  readonly duplicateStatus?: 400 | 409;
  /** Whether a deleted flag's key can be used again (7.4). */
  readonly deletedKeys?: "reserved" | "free";
  /** `status: "archived"` in a PUT (7.5): 200 with the status as it was, refused, or archives. */
  readonly putArchived?: "ignored" | "refused" | "archives";
  /** How `/test-users/` reads its map (7.6). */
  readonly testUsers?: "user_to_variant" | "variant_to_user";
  /** Checks splits, controls, types, references to variants (7.7), or what the schema says and no more. */
  readonly rules?: "backend" | "schema";
  /** The schema has 11, the documentation 10 (7.7). The published schema outranks it, so 11 is the default. */
  readonly variantLimit?: 10 | 11;
  /**
   * Paths without a slash at the end (7.8): answered where a source shows them so, or sent on with a 301 everywhere. The
   * published description shows flags without, so that is the default.
   */
  readonly slash?: "documented" | "redirect";
  /** What a read returns in another order than it was written (7.9): tags, the variants too, or nothing. */
  readonly reorders?: "tags" | "variants" | "nothing";
  /** What a POST with `status: "enabled"` makes (7.10). */
  readonly createdEnabled?: "disabled" | "honoured";
  /** DELETE of an enabled flag. */
  readonly deleteEnabled?: "refused" | "allowed";
  /** GET of a deleted flag: 404, or the flag with its `deleted` time. */
  readonly deletedFlags?: "gone" | "marked";
  /** Deleting a cohort that a flag or another cohort uses. */
  readonly deleteUsedCohort?: "refused" | "allowed";
  /** Answers carry what live ones do beside the published schema. */
  readonly answers?: "live" | "published";
  /** The status of a refused body: the published description has a 200 that says `"status": "error"` too. */
  readonly refusals?: 400 | 200;
}

const token = (): string => randomBytes(16).toString("hex");
const account = (role: string) => (): string => `flagform-${role}.${randomBytes(3).toString("hex")}.mp-service-account`;
/** The user name ends where the first colon of `name:secret` is. */
const userName = z.string().regex(/^[^:]+$/);

const schema = z.strictObject({
  port: z.int().min(0).max(65535).default(0),
  username: userName.default(account("admin")),
  secret: z.string().min(1).default(token),
  limitedUsername: userName.default(account("consumer")),
  limitedSecret: z.string().min(1).default(token),
  budget: z.int().min(1).optional(),
  seed: z.unknown().optional(),
  controlToken: z
    .string()
    .min(1)
    .default(() => randomBytes(24).toString("hex")),
  clock: z.custom<() => Date>((value) => typeof value === "function").default(() => () => new Date()),
  omittedSalt: z.enum(["cleared", "kept"]).default("cleared"),
  patch: z.enum(["refused", "merged"]).default("refused"),
  cohortHash: z.enum(["looked_up", "ignored"]).default("looked_up"),
  duplicateStatus: z.literal([400, 409]).default(400),
  deletedKeys: z.enum(["reserved", "free"]).default("reserved"),
  putArchived: z.enum(["ignored", "refused", "archives"]).default("ignored"),
  testUsers: z.enum(["user_to_variant", "variant_to_user"]).default("user_to_variant"),
  rules: z.enum(["backend", "schema"]).default("backend"),
  variantLimit: z.literal([10, 11]).default(11),
  slash: z.enum(["documented", "redirect"]).default("documented"),
  reorders: z.enum(["tags", "variants", "nothing"]).default("tags"),
  createdEnabled: z.enum(["disabled", "honoured"]).default("disabled"),
  deleteEnabled: z.enum(["refused", "allowed"]).default("refused"),
  deletedFlags: z.enum(["gone", "marked"]).default("gone"),
  deleteUsedCohort: z.enum(["refused", "allowed"]).default("refused"),
  answers: z.enum(["live", "published"]).default("live"),
  refusals: z.literal([400, 200]).default(400),
});

export type Options = z.output<typeof schema>;

export function readOptions(given: EmulatorOptions): Options {
  return schema.parse(given);
}
