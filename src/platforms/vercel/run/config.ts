import { invalid } from "../../adapter/errors";
import { hostRoot } from "../../adapter/host-root";
import { type Entity, parseEntity, USER_ID } from "../api/entity";

/** How the provider reaches Vercel. */
export interface VercelConfig {
  /** Another root than Vercel's own, for the emulator. */
  readonly host?: string;
  /** An access token of an account, a team or a project. */
  readonly token: string;
  /** By id (`team_…`) or slug; absent: the token's own scope. */
  readonly team?: string;
  /** The default project, by name or id (`prj_…`). */
  readonly project?: string;
  /** What identities are known by, as `kind.attribute`; absent: `user.id`. */
  readonly identity?: string;
  readonly requestsPerMinute?: number;
}

const DEFAULT_HOST = "https://api.vercel.com";

/** Scheme, host and path prefix. */
export function rootOf(host: string = DEFAULT_HOST): string {
  return hostRoot(host);
}

/** A team's id has a prefix that slugs do not have. */
export function teamQuery(team: string | undefined): Readonly<Record<string, string>> {
  if (team === undefined || team === "") return {};
  return team.startsWith("team_") ? { teamId: team } : { slug: team };
}

/** The attribute that identifies users, from the provider block. */
export function identityOf({ identity }: VercelConfig): Entity {
  if (identity === undefined) return USER_ID;
  const entity = parseEntity(identity);
  if (entity) return entity;
  throw invalid("configure the provider", {
    reason: `identity is "${identity}", which is not an attribute of an entity`,
    nextStep: 'Write it as kind.attribute: "user.id" is the default.',
    subject: "identity",
  });
}
