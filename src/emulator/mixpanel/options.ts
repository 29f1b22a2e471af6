import { z } from "zod";
import { commonOptions, randomHex } from "../wire/options";

const token = (): string => randomHex(16);
const account = (role: string) => (): string => `flagform-${role}.${randomHex(3)}.mp-service-account`;
/** The user name ends where the first colon of `name:secret` is. */
const userName = z.string().regex(/^[^:]+$/);

/**
 * How the server behaves. What nobody outside Mixpanel has seen (section 7 of the facts) is an option; its default, the
 * first value, is the one that is harder on a client.
 */
const schema = z.strictObject({
  ...commonOptions,
  /** A service account with every permission; generated when absent. */
  username: userName.default(account("admin")),
  secret: z.string().min(1).default(token),
  /** A second service account with the role Consumer: it can only read. */
  limitedUsername: userName.default(account("consumer")),
  limitedSecret: z.string().min(1).default(token),
  /** A PUT without `hash_salt`: its default, null, or what was there (7.1). A new flag gets a salt either way. */
  omittedSalt: z.enum(["cleared", "kept"]).default("cleared"),
  /** PATCH on a flag: refused, or merged field by field (7.2). */
  patch: z.enum(["refused", "merged"]).default("refused"),
  /**
   * `cohort_hash` (7.3): looked up, so that one sent along with another definition still finds the old cohort and null
   * has the server derive it; or ignored.
   */
  cohortHash: z.enum(["looked_up", "ignored"]).default("looked_up"),
  /** The status that a key already in use gets (7.4). */
  duplicateStatus: z.literal([400, 409]).default(400),
  /** Whether a deleted flag's key can be used again (7.4). */
  deletedKeys: z.enum(["reserved", "free"]).default("reserved"),
  /** `status: "archived"` in a PUT (7.5): 200 with the status as it was, refused, or archives. */
  putArchived: z.enum(["ignored", "refused", "archives"]).default("ignored"),
  /** How `/test-users/` reads its map (7.6). */
  testUsers: z.enum(["user_to_variant", "variant_to_user"]).default("user_to_variant"),
  /** Checks splits, controls, types, references to variants (7.7), or what the schema says and no more. */
  rules: z.enum(["backend", "schema"]).default("backend"),
  /** The schema has 11, the documentation 10 (7.7). The published schema outranks it, so 11 is the default. */
  variantLimit: z.literal([10, 11]).default(11),
  /**
   * Paths without a slash at the end (7.8): answered where a source shows them so, or redirected with a 301 everywhere.
   * The published description shows flags without, so that is the default.
   */
  slash: z.enum(["documented", "redirect"]).default("documented"),
  /** What a read returns in another order than written (7.9): tags, variants too, or nothing. */
  reorders: z.enum(["tags", "variants", "nothing"]).default("tags"),
  /** The status of a flag created with `status: "enabled"` (7.10). */
  createdEnabled: z.enum(["disabled", "honoured"]).default("disabled"),
  /** DELETE of an enabled flag. */
  deleteEnabled: z.enum(["refused", "allowed"]).default("refused"),
  /** GET of a deleted flag: 404, or the flag with its `deleted` time. */
  deletedFlags: z.enum(["gone", "marked"]).default("gone"),
  /** Deleting a cohort that a flag or another cohort uses. */
  deleteUsedCohort: z.enum(["refused", "allowed"]).default("refused"),
  /** Whether responses contain what live ones have beyond the published schema. */
  answers: z.enum(["live", "published"]).default("live"),
  /** The status of a refused body: the published description has a 200 that says `"status": "error"` too. */
  refusals: z.literal([400, 200]).default(400),
});

export type EmulatorOptions = z.input<typeof schema>;
export type Options = z.output<typeof schema>;

export function readOptions(given: EmulatorOptions): Options {
  return schema.parse(given);
}
