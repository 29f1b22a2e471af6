import { same } from "../../wire/raw-request";
import type { RawRequest } from "../../wire/raw-request";
import type { Options } from "../options";
import type { Project } from "../store/records";

export type Caller = "admin" | "limited" | "application" | "wrong" | "none";

interface Basic {
  readonly username: string;
  readonly secret: string;
}

/** Whose the Basic credentials are (1.2). Service accounts only: project secrets are declared but not applied. */
export function callerOf(raw: RawRequest, options: Options): Exclude<Caller, "application"> {
  const given = basic(raw);
  if (given === undefined) return "none";
  if (same(given.username, options.username) && same(given.secret, options.secret)) return "admin";
  if (same(given.username, options.limitedUsername) && same(given.secret, options.limitedSecret)) return "limited";
  return "wrong";
}

/** The project whose token or secret an SDK presents as its user name. */
export function projectOf(raw: RawRequest, projects: Iterable<Project>): Project | undefined {
  const given = basic(raw);
  if (given === undefined) return undefined;
  return [...projects].find((each) => same(given.username, each.token) || same(given.username, each.secret));
}

function basic(raw: RawRequest): Basic | undefined {
  const encoded = /^basic +([A-Za-z0-9+/=_-]+)$/i.exec(raw.headers.authorization ?? "")?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, "base64").toString("utf8");
  const cut = text.indexOf(":");
  return cut < 0 ? undefined : { username: text.slice(0, cut), secret: text.slice(cut + 1) };
}
