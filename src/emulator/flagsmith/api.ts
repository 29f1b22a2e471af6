import { BaseApi } from "../wire/api";
import type { CallerName } from "../wire/request-log";
import { holderOf } from "../wire/server/credential";
import type { Reply } from "../wire/server/reply";
import { empty, json, redirectToSlash, unknownRoute, withHeaders } from "../wire/server/reply";
import type { Incoming, RawRequest, Site } from "../wire/server/request";
import { pathOf } from "../wire/server/request";
import type { Match } from "../wire/server/router";
import { imageTag } from "./areas/projects/server-version";
import type { Options } from "./options";
import { routesOf } from "./routes";
import type { Store } from "./store/store";
import { forbidden } from "./wire/api-error";
import type { Actor } from "./wire/request";
import { Request } from "./wire/request";
import type { Handler, Route } from "./wire/route";
import { throttled } from "./wire/throttle";

/** Flagsmith's server without its HTTP layer. */
export class Api extends BaseApi<Site<Store, Options>, Handler, Route, Actor> {
  constructor(store: Store, options: Options) {
    super({ store, options }, routesOf(options), { kind: "sliding", milliseconds: 60_000 });
  }

  answer(raw: RawRequest): Reply {
    const match = this.match(raw);
    const reply = this.reply(raw, match, this.nameCaller(raw, match));
    return withHeaders(reply, { "flagsmith-version": imageTag(this.site.options) });
  }

  throttled(seconds: number | undefined): Reply {
    return throttled(seconds);
  }

  protected run(handler: Handler, incoming: Incoming, actor: Actor): Reply {
    return handler(new Request(incoming, this.site, actor));
  }

  protected outsider(): Actor {
    return "admin";
  }

  protected refuseRoute(): Reply {
    return unknownRoute();
  }

  protected refuseMethod(method: string): Reply {
    return method === "OPTIONS" ? empty(200) : json({ detail: `Method "${method}" not allowed.` }, 405);
  }

  protected nameCaller(raw: RawRequest, match: Match<Route> | undefined): CallerName {
    if (match?.route.access === "application") return "application";
    const header = raw.headers.authorization ?? "";
    return header.startsWith("Api-Key ") ? holderOf(header.slice("Api-Key ".length), this.site.options) : "none";
  }

  private reply(raw: RawRequest, match: Match<Route> | undefined, caller: CallerName): Reply {
    if (!match) return this.find(`${pathOf(raw.target)}/`) ? redirectToSlash(raw.target) : unknownRoute();
    const refusal = this.refuseCaller(match.route, caller);
    const reply = refusal ?? this.handle(raw, match, caller === "limited" || caller === "application" ? caller : "admin");
    const { allow } = match.route;
    const isPage = reply.headers["content-type"]?.startsWith("text/html");
    return isPage || allow === undefined ? reply : withHeaders(reply, { allow });
  }

  /** Credentials first, then permissions, then the throttle: a refused request costs nothing. */
  private refuseCaller(route: Route, caller: CallerName): Reply | undefined {
    if (route.access !== undefined) return undefined;
    const challenge = { "www-authenticate": 'Cookie realm="api"' };
    if (caller === "wrong") return json({ detail: "Valid Master API Key not found." }, 401, challenge);
    if (caller === "none") return json({ detail: "Authentication credentials were not provided." }, 401, challenge);
    if (caller === "limited" && (route.limited ?? "forbidden") === "forbidden") return forbidden().reply();
    const { isExceeded, resetSeconds } = this.budget.take(caller);
    return isExceeded ? throttled(resetSeconds) : undefined;
  }
}
