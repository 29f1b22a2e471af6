import { timingSafeEqual } from "node:crypto";
import { ApiError, CrashError, forbidden } from "./wire/api-error";
import type { Reply } from "./wire/reply";
import { crashed, empty, json, unknownRoute, withHeaders } from "./wire/reply";
import { Request } from "./wire/request";
import type { Actor, RawRequest } from "./wire/request";
import { Router, routeName } from "./wire/router";
import type { Match } from "./wire/router";
import { Throttle } from "./wire/throttle";
import type { Options } from "./options";
import { routesOf } from "./routes";
import { imageTag } from "./areas/server-version";
import type { Store } from "./store/store";
import type { RequestRecord } from "./wire/request-log";

export interface Identified {
  readonly route: string;
  readonly caller: RequestRecord["caller"];
}

export interface Answer extends Identified {
  readonly reply: Reply;
}

/** The server without the wire: one request in, one answer out, in the order the real one checks things. */
export class Api {
  private readonly store: Store;
  private readonly options: Options;
  private readonly router: Router;
  private readonly throttle: Throttle;

  constructor(store: Store, options: Options) {
    this.store = store;
    this.options = options;
    this.router = new Router(routesOf(options));
    this.throttle = new Throttle(options.budget, options.clock);
  }

  answer(raw: RawRequest): Answer {
    const path = pathOf(raw.target);
    const match = this.router.find(path);
    const known = this.identify(raw);
    const reply = this.reply(raw, path, match, known.caller);
    return { ...known, reply: withHeaders(reply, { "flagsmith-version": imageTag(this.options) }) };
  }

  /** Whose request it is and under which route it counts, without answering it. */
  identify(raw: RawRequest): Identified {
    const path = pathOf(raw.target);
    const match = this.router.find(path);
    return { route: match ? routeName(match.route.template) : path, caller: this.callerOf(raw, match) };
  }

  /** A write by somebody else: not counted, not throttled, with every permission. */
  write(method: string, target: string, body: unknown): Reply {
    const raw = { method, target, headers: { "content-type": "application/json" }, body: JSON.stringify(body ?? {}) };
    const match = this.router.find(pathOf(target));
    return match ? this.handle(raw, match, "admin") : unknownRoute();
  }

  private reply(raw: RawRequest, path: string, match: Match | undefined, caller: RequestRecord["caller"]): Reply {
    if (!match) return this.router.find(`${path}/`) ? redirect(raw.target) : unknownRoute();
    const refusal = this.refuse(match, caller);
    const reply = refusal ?? this.handle(raw, match, caller === "limited" || caller === "application" ? caller : "admin");
    const { allow } = match.route;
    const isPage = reply.headers["content-type"]?.startsWith("text/html");
    return isPage || allow === undefined ? reply : withHeaders(reply, { allow });
  }

  /** Credentials first, then permissions, then the throttle: a refused request costs nothing. */
  private refuse({ route }: Match, caller: RequestRecord["caller"]): Reply | undefined {
    if (route.access !== undefined) return undefined;
    const challenge = { "www-authenticate": 'Cookie realm="api"' };
    if (caller === "wrong") return json({ detail: "Valid Master API Key not found." }, 401, challenge);
    if (caller === "none") return json({ detail: "Authentication credentials were not provided." }, 401, challenge);
    if (caller === "limited" && (route.limited ?? "forbidden") === "forbidden") return json(forbidden().body, 403);
    return this.throttle.take(caller);
  }

  private handle(raw: RawRequest, match: Match, actor: Actor): Reply {
    const handler = match.route.handlers[raw.method === "HEAD" ? "GET" : raw.method];
    if (raw.method === "OPTIONS") return empty(200);
    if (!handler) return json({ detail: `Method "${raw.method}" not allowed.` }, 405);
    try {
      return handler(new Request(raw, match.params, actor, this.store, this.options));
    } catch (failure) {
      if (failure instanceof ApiError) return json(failure.body, failure.status);
      if (failure instanceof CrashError) return crashed();
      throw failure;
    }
  }

  private callerOf(raw: RawRequest, match: Match | undefined): RequestRecord["caller"] {
    if (match?.route.access === "application") return "application";
    const header = raw.headers.authorization ?? "";
    if (!header.startsWith("Api-Key ")) return "none";
    const key = header.slice("Api-Key ".length);
    if (same(key, this.options.key)) return "admin";
    return same(key, this.options.limitedKey) ? "limited" : "wrong";
  }
}

function pathOf(target: string): string {
  return target.split("?")[0] ?? "";
}

/** Django sends requests without the trailing slash to the path with it; whatever was in their body is lost. */
function redirect(target: string): Reply {
  const [path, query] = target.split("?");
  const location = `${path ?? ""}/${query === undefined ? "" : `?${query}`}`;
  return { status: 301, headers: { "content-type": "text/html; charset=utf-8", location }, body: "" };
}

export function same(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
}
