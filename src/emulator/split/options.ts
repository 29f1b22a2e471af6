import { randomBytes } from "node:crypto";
import { z } from "zod";
import { commonOptions } from "../wire/options";
import { SDKS } from "./evaluation/sdk";

const token = z.string().min(1);

/** Roles of an Admin API key (split.md 1.2). */
export const ROLES = [
  "API_ALL_GRANTED",
  "API_ADMIN",
  "API_WORKSPACE_ADMIN",
  "API_APIKEY",
  "API_FEATURE_FLAG_VIEWER",
  "API_FEATURE_FLAG_EDITOR",
  "API_SEGMENT_VIEWER",
  "API_SEGMENT_EDITOR",
] as const;
export type Role = (typeof ROLES)[number];

/**
 * What the reference leaves open (split.md section 6) is chosen here. The default is the choice that is harder on a
 * client; each is an option.
 */
const undecided = {
  /** 6.1: RFC 6902 asks for `test`, and the users page shows it: honoured. `refused` answers 400, `ignored` lets it pass. */
  testOperation: z.enum(["honoured", "refused", "ignored"]).default("honoured"),
  /** 6.1: 400 is the same as for an invalid patch. */
  failedTestStatus: z.union([z.literal(400), z.literal(409), z.literal(412), z.literal(422)]).default(400),
  /** 6.1: no client is known to send them. */
  moveAndCopy: z.boolean().default(false),
  /** 6.2: a PUT resets what it leaves out. */
  putKeeps: z.boolean().default(false),
  /** 6.3: the guide says "any field"; no client is known to patch this one. */
  patchableFlagSets: z.boolean().default(true),
  /** 6.5: clients accept both. */
  createStatus: z.union([z.literal(200), z.literal(201)]).default(200),
  /** 6.6: a flag that is configured somewhere is not deleted; true unconfigures it everywhere. */
  flagDeleteUnconfigures: z.boolean().default(false),
  /** 6.7: 15 or 20. */
  environmentNameMaximum: z.int().min(1).default(15),
  /** 6.8: 1 or 2. */
  minimumTreatments: z.int().min(1).default(2),
  /** 6.9: a key or a segment in two treatments is refused; with `first` the first treatment wins. */
  keyInTwoTreatments: z.enum(["refused", "first"]).default("refused"),
  /**
   * 6.10: recordings have `[]`, and the vendor's own client reads the list without checking; with `absent` a client can
   * be tested for that.
   */
  rulesWhenNone: z.enum(["absent", "empty"]).default("empty"),
  /** 3.8: a baseline that nobody set. Harness' own provider plans empty without one, so it is absent. */
  baselineWhenNone: z.enum(["absent", "default"]).default("absent"),
  /** 2.11: the status for a second change request on an object, and for a write while one is open. */
  openRequestStatus: z.union([z.literal(409), z.literal(423)]).default(423),
  openRequestLocks: z.boolean().default(true),
  /** 2.2: permissions are usually absent in the list of environments, as is all but the name and whether it is production. */
  permissionsInList: z.boolean().default(false),
  /** 2.5.3: a segment that is named must be enabled in the environment. */
  segmentsMustBeEnabled: z.boolean().default(true),
  /** 2.6: a segment in use cannot be deleted; true removes its uses. */
  segmentDeleteUnconfigures: z.boolean().default(false),
  /** 2.4: the reference shows owners on create; others found them ignored. */
  ownersOnCreate: z.boolean().default(false),
  /** 1.4: large and rule-based segments come as a bare array, sometimes in `objects`. */
  segmentLists: z.enum(["array", "objects"]).default("array"),
  /** 1.4: a total that is missing makes a careless client read the first page only. */
  totals: z.boolean().default(true),
  /** 1.6: how many reads of a list do not yet show a new object. */
  listLag: z.int().min(0).default(0),
  /** 1.3: which rate limit headers the Harness gateway passes on. */
  gatewayRateHeaders: z.enum(["none", "retry-after", "all"]).default("none"),
};

const schema = z.strictObject({
  ...commonOptions,
  /** Has every permission; sent as `Authorization: Bearer` or, through Harness, as `x-api-key`. */
  key: token.default(generatedKey),
  /** Can read flags and segments and write nothing. */
  limitedKey: token.default(generatedKey),
  /** Which credentials the account accepts: those of a classic account, of one that has moved to Harness, or either. */
  account: z.enum(["classic", "harness", "both"]).default("both"),
  /** A smaller cap on every page, so that a few rows are enough to page. */
  pageSize: z.int().min(1).max(1000).optional(),
  /** The window in seconds: 10 as the vendor's. */
  budgetWindow: z.int().min(1).default(10),
  /** Which of the vendor's SDKs evaluates flags. */
  sdk: z.enum(SDKS).default("javascript"),
  ...undecided,
});

export type EmulatorOptions = z.input<typeof schema>;
export type Options = z.output<typeof schema>;

export function readOptions(given: EmulatorOptions): Options {
  return schema.parse(given);
}

function generatedKey(): string {
  return randomBytes(24).toString("base64url");
}
