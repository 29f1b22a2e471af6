import * as z from "zod/mini";
import { HttpError } from "../../../http/http-error";
import { attempting, type Explanation, type Objections } from "../../adapter/attempt";
import { changeWhatIsRefused } from "../../adapter/objection";
import type { PlatformErrorSubject } from "../../port/platform-error";

const OBJECTIONS: Objections = {
  who: "Vercel",
  credential: "the access token",
  host: "the provider's host, if one is set,",
  notTheApi: "Check that the provider's host is Vercel's API, and that no proxy or login page is in front of it.",
  later: "Run it again later; Vercel's status page says more.",
  explainRefusal,
};

export const attempt = attempting(OBJECTIONS);

const envelope = z.object({
  code: z.optional(z.string()),
  message: z.optional(z.string()),
  usedBy: z.optional(z.unknown()),
  /** Of a token that is unknown or missing, which Vercel answers with 403 as it does a lack of permission. */
  invalidToken: z.optional(z.boolean()),
  missingToken: z.optional(z.boolean()),
});
/** Older endpoints use `err`. */
const refusalBody = z.union([z.object({ error: envelope }), z.object({ err: envelope })]);

function envelopeOf(error: HttpError): z.infer<typeof envelope> {
  const parsed = refusalBody.safeParse(error.details.body);
  if (!parsed.success) return {};
  return "error" in parsed.data ? parsed.data.error : parsed.data.err;
}

function explainRefusal(error: HttpError, subject: PlatformErrorSubject | undefined): Explanation {
  const { code, message, usedBy, invalidToken, missingToken } = envelopeOf(error);
  const reason = message ?? error.details.words;
  const about = subject === undefined ? {} : { subject };
  if (code === "SEGMENT_IN_USE") {
    const users = usersIn(usedBy);
    return {
      code: "in-use",
      reason: users.length === 0 ? reason : `${reason} It is used by ${users.join(", ")}.`,
      nextStep:
        "Remove it from those rules first, then delete it. If one apply does both, give the segment lifecycle { create_before_destroy = true }, which makes Terraform delete it last.",
      subject: "segment",
    };
  }
  const isUnknown = error.status === 403 && (invalidToken || missingToken);
  switch (isUnknown ? 401 : error.status) {
    case 401: {
      const nextStep =
        "Check the access token (token in the provider block, or VERCEL_TOKEN): it is wrong, expired or revoked.";
      return { code: "unauthenticated", reason, nextStep, subject: "credentials" };
    }
    case 402: {
      const nextStep = "Vercel's plan for this team does not allow it: remove what is not used, or change the plan.";
      return { code: "invalid", reason, nextStep, ...about };
    }
    case 403: {
      const nextStep =
        "Give the token access to it, or use another one; and check the team (its id or slug) in the provider block.";
      return { code: "denied", reason, nextStep, subject: "credentials" };
    }
    case 404:
    case 410:
      return {
        code: "gone",
        reason,
        nextStep: "Check whether it was deleted, or belongs to another project or team.",
        ...about,
      };
    case 409:
    case 412: {
      const nextStep = "Somebody else is changing it at this moment: run it again.";
      return { code: "unavailable", reason, nextStep, ...about };
    }
    default:
      return { code: "invalid", reason, nextStep: changeWhatIsRefused("Vercel", reason), ...about };
  }
}

const user = z.looseObject({
  id: z.optional(z.string()),
  slug: z.optional(z.string()),
  name: z.optional(z.string()),
  label: z.optional(z.string()),
});
const users = z.object({ flags: z._default(z.array(user), []), segments: z._default(z.array(user), []) });

function usersIn(usedBy: unknown): string[] {
  const parsed = users.safeParse(usedBy);
  if (!parsed.success) return [];
  const named = (what: string) => (each: z.infer<typeof user>) =>
    `${what} "${each.slug ?? each.name ?? each.label ?? each.id ?? "?"}"`;
  return [...parsed.data.flags.map(named("flag")), ...parsed.data.segments.map(named("segment"))];
}

/** The object does not exist, or no longer exists. */
export function isNotFound(error: unknown): boolean {
  return error instanceof HttpError && error.kind === "refused" && (error.status === 404 || error.status === 410);
}

/** Somebody else wrote since it was read. */
export function isConflict(error: unknown): error is HttpError {
  return error instanceof HttpError && error.kind === "refused" && (error.status === 409 || error.status === 412);
}

/** The request itself is wrong. */
export function isRefused(error: unknown): error is HttpError {
  return error instanceof HttpError && error.kind === "refused" && (error.status === 400 || error.status === 422);
}
