import { z } from "zod";
import { commonOptions } from "../wire/options";
import { randomText } from "./store/ids";

const choice = z.enum(["refused", "allowed"]);

/**
 * What no source settles about the real server. The defaults are harder on a client: a client that copes with them
 * copes with the alternatives.
 */
const quirks = z.strictObject({
  /** `targets` and `reuse` that an environment in a PATCH does not name: gone (the default) or kept. */
  omittedParts: z.enum(["dropped", "kept"]).default("dropped"),
  /** A PATCH of a flag that changes nothing: 304 with an empty body (the default), or 200 and a new revision. */
  unchangedPatch: z.enum(["304", "200"]).default("304"),
  /** DELETE of a flag that is not archived. */
  activeDelete: choice.default("refused"),
  /** Edits of an archived flag that do not make it active in the same call. */
  archivedEdit: choice.default("refused"),
  /** Environments that are not the project's, in a flag. */
  otherEnvironments: choice.default("refused"),
  /** A flag created without some of the project's environments. Allowed (the default) leaves them absent. */
  missingEnvironments: choice.default("allowed"),
  /** With none, GET answers no ETag at all. */
  etag: z.enum(["weak", "strong", "none"]).default("weak"),
  /** GET with a matching If-Match: 304 with an empty body (the default), or 200, and 412 where it does not match. */
  readIfMatch: z.enum(["304", "412"]).default("304"),
  /** What a deleted flag or segment answers when it is asked for by its id: 404 (the default; the vendor's own provider handles only this one), or 410. */
  deleted: z.enum(["410", "404"]).default("404"),
  /** The answer to a DELETE that worked. */
  deleteAnswer: z.enum(["204", "304"]).default("204"),
});

export type Quirks = z.input<typeof quirks>;

const token = z
  .string()
  .min(1)
  .default(() => randomText(24));

const schema = z.strictObject({
  ...commonOptions,
  /** The access token; generated when absent. */
  key: token,
  /** A second token without any permission. */
  limitedKey: token,
  /** The team's slug. */
  team: z.string().min(1).default("acme"),
  /** The team's id; generated when absent. */
  teamId: z
    .string()
    .min(1)
    .default(() => `team_${randomText(24)}`),
  /** Where a request without `teamId` and `slug` looks: in the personal account (the default) or in the team. */
  tokenScope: z.enum(["personal", "team"]).default("personal"),
  /** The maximum page size, whatever is requested: makes every list page. Absent: the vendor's figures. */
  pageSize: z.int().min(1).max(100).optional(),
  /** Flags, and segments, that a project may have, archived ones too: 10 000 (the default), 100 on Hobby. */
  flagLimit: z.int().min(1).default(10_000),
  quirks: quirks.prefault({}),
});

export type EmulatorOptions = z.input<typeof schema>;
export type Options = z.output<typeof schema>;

export function readOptions(given: EmulatorOptions): Options {
  return schema.parse(given);
}
