import { ApiError, CrashError, forbidden } from "./wire/api-error";
import type { Backend, Identified } from "../wire/backend";
import { pathOf, same } from "../wire/raw-request";
import type { RawRequest } from "../wire/raw-request";
import type { Reply } from "../wire/reply";
import { crashed, empty, json, unknownRoute, withHeaders } from "../wire/reply";
import { Router, routeName } from "../wire/router";
import type { Match } from "../wire/router";
import { Request } from "./wire/request";
import type { Actor } from "./wire/request";
import type { Route } from "./wire/route";
import { Throttle, throttled } from "./wire/throttle";
import type { Options } from "./options";
import { routesOf } from "./routes";
import { imageTag } from "./areas/projects/server-version";
import type { Store } from "./store/store";
import type { RequestRecord } from "../wire/request-log";
import { getOwn } from "../../get-own";

/** Flagsmith's server without the wire. */
export class Api implements Backend {
  private readonly store: Store;
  private readonly options: Options;
  private readonly router: Router<Route>;
  private readonly throttle: Throttle;

  constructor(store: Store, options: Options) {
    this.store = store;
    this.options = options;
    this.router = new Router(routesOf(options));
    this.throttle = new Throttle(options.budget, options.clock);
  }

  answer(raw: RawRequest): Reply {
    const path = pathOf(raw.target);
    const match = this.router.find(path);
    const reply = this.reply(raw, path, match, this.callerOf(raw, match));
    return withHeaders(reply, { "flagsmith-version": imageTag(this.options) });
  }

  identify(raw: RawRequest): Identified {
    const path = pathOf(raw.target);
    const match = this.router.find(path);
    return { route: match ? routeName(match.route.template) : path, caller: this.callerOf(raw, match) };
  }

  write(method: string, target: string, body: unknown): Reply {
    const raw = { method, target, headers: { "content-type": "application/json" }, body: JSON.stringify(body ?? {}) };
    const match = this.router.find(pathOf(target));
    return match ? this.handle(raw, match, "admin") : unknownRoute();
  }

  snapshot(): unknown {
    return this.store.snapshot();
  }

  asOf<T>(snapshot: unknown, work: () => T): T {
    return this.store.asOf(snapshot, work);
  }

  throttled(seconds: number | undefined): Reply {
    return throttled(seconds);
  }

  private reply(raw: RawRequest, path: string, match: Match<Route> | undefined, caller: RequestRecord["caller"]): Reply {
    if (!match) return this.router.find(`${path}/`) ? redirect(raw.target) : unknownRoute();
    const refusal = this.refuse(match, caller);
    const reply = refusal ?? this.handle(raw, match, caller === "limited" || caller === "application" ? caller : "admin");
    const { allow } = match.route;
    const isPage = reply.headers["content-type"]?.startsWith("text/html");
    return isPage || allow === undefined ? reply : withHeaders(reply, { allow });
  }

  /** Credentials first, then permissions, then the throttle: a refused request costs nothing. */
  private refuse({ route }: Match<Route>, caller: RequestRecord["caller"]): Reply | undefined {
    if (route.access !== undefined) return undefined;
    const challenge = { "www-authenticate": 'Cookie realm="api"' };
    if (caller === "wrong") return json({ detail: "Valid Master API Key not found." }, 401, challenge);
    if (caller === "none") return json({ detail: "Authentication credentials were not provided." }, 401, challenge);
    if (caller === "limited" && (route.limited ?? "forbidden") === "forbidden") return json(forbidden().body, 403);
    return this.throttle.take(caller);
  }

  private handle(raw: RawRequest, match: Match<Route>, actor: Actor): Reply {
    const handler = getOwn(match.route.handlers, raw.method === "HEAD" ? "GET" : raw.method);
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

  private callerOf(raw: RawRequest, match: Match<Route> | undefined): RequestRecord["caller"] {
    if (match?.route.access === "application") return "application";
    const header = raw.headers.authorization ?? "";
    if (!header.startsWith("Api-Key ")) return "none";
    const key = header.slice("Api-Key ".length);
    if (same(key, this.options.key)) return "admin";
    return same(key, this.options.limitedKey) ? "limited" : "wrong";
  }
}

/** Django sends requests without the trailing slash to the path with it; whatever was in their body is lost. */
function redirect(target: string): Reply {
  const [path, query] = target.split("?");
  const location = `${path ?? ""}/${query === undefined ? "" : `?${query}`}`;
  return { status: 301, headers: { "content-type": "text/html; charset=utf-8", location }, body: "" };
}
