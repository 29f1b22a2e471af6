import { z } from "zod";
import { randomText } from "./store/ids";

/**
 * What no source settles about the real server. The defaults are what is harder on a client: one that stands these
 * stands the others too.
 */
export interface Quirks {
  /** `targets` and `reuse` that an environment in a PATCH does not name: gone (the default) or kept. */
  readonly omittedParts?: "dropped" | "kept";
  /** A PATCH of a flag that changes nothing: 304 with an empty body (the default), or 200 and a new revision. */
  readonly unchangedPatch?: "304" | "200";
  /** DELETE of a flag that is not archived. */
  readonly activeDelete?: "refused" | "allowed";
  /** Edits of an archived flag that do not make it active in the same call. */
  readonly archivedEdit?: "refused" | "allowed";
  /** Environments that are not the project's, in a flag. */
  readonly otherEnvironments?: "refused" | "allowed";
  /** A flag made without some of the project's environments. Allowed (the default) leaves them absent. */
  readonly missingEnvironments?: "refused" | "allowed";
  /** With none, GET answers no ETag at all. */
  readonly etag?: "weak" | "strong" | "none";
  /** GET with a matching If-Match: 304 with an empty body (the default), or 200, and 412 where it does not match. */
  readonly readIfMatch?: "304" | "412";
  /** What a deleted flag or segment answers when it is asked for by its id: 404 (the default; the vendor's own provider knows no other), or 410. */
  readonly deleted?: "410" | "404";
  /** The answer to a DELETE that worked. */
  readonly deleteAnswer?: "204" | "304";
}

export interface EmulatorOptions {
  /** A port of the loopback interface; 0 (the default) takes a free one. */
  readonly port?: number;
  /** The access token; generated when absent. */
  readonly key?: string;
  /** A second token, of somebody who may do nothing. */
  readonly limitedKey?: string;
  /** The team's slug. */
  readonly team?: string;
  /** The team's id; generated when absent. */
  readonly teamId?: string;
  /** Where a request without `teamId` and `slug` looks: in the personal account (the default) or in the team. */
  readonly tokenScope?: "personal" | "team";
  /** The most that one page holds, whatever is asked for: makes every list page. Absent: the vendor's figures. */
  readonly pageSize?: number;
  /** Requests a minute for each token; unlimited when absent. */
  readonly budget?: number;
  /** Flags, and segments, that a project may have, archived ones too: 10 000 (the default), 100 on Hobby. */
  readonly flagLimit?: number;
  readonly quirks?: Quirks;
  /** A seed document (see seed.ts), applied before the first request. */
  readonly seed?: unknown;
  /** Opens the control endpoint; generated when absent. */
  readonly controlToken?: string;
  /** The time, for tests that cannot wait. */
  readonly clock?: () => Date;
}

const choice = z.enum(["refused", "allowed"]);

const quirks = z.strictObject({
  omittedParts: z.enum(["dropped", "kept"]).default("dropped"),
  unchangedPatch: z.enum(["304", "200"]).default("304"),
  activeDelete: choice.default("refused"),
  archivedEdit: choice.default("refused"),
  otherEnvironments: choice.default("refused"),
  missingEnvironments: choice.default("allowed"),
  etag: z.enum(["weak", "strong", "none"]).default("weak"),
  readIfMatch: z.enum(["304", "412"]).default("304"),
  deleted: z.enum(["410", "404"]).default("404"),
  deleteAnswer: z.enum(["204", "304"]).default("204"),
});

const token = z
  .string()
  .min(1)
  .default(() => randomText(24));

const schema = z.strictObject({
  port: z.int().min(0).max(65535).default(0),
  key: token,
  limitedKey: token,
  team: z.string().min(1).default("acme"),
  teamId: z
    .string()
    .min(1)
    .default(() => `team_${randomText(24)}`),
  tokenScope: z.enum(["personal", "team"]).default("personal"),
  pageSize: z.int().min(1).max(100).optional(),
  budget: z.int().min(1).optional(),
  flagLimit: z.int().min(1).default(10_000),
  quirks: quirks.prefault({}),
  seed: z.unknown().optional(),
  controlToken: token,
  clock: z.custom<() => Date>((value) => typeof value === "function").default(() => () => new Date()),
});

export type Options = z.output<typeof schema>;

export function readOptions(given: EmulatorOptions): Options {
  return schema.parse(given);
}
