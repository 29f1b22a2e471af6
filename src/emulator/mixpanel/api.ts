import { BaseApi } from "../wire/api";
import type { CallerName } from "../wire/request-log";
import type { Reply } from "../wire/server/reply";
import { empty, redirectToSlash, unknownRoute } from "../wire/server/reply";
import type { Incoming, RawRequest, Site } from "../wire/server/request";
import { pathOf } from "../wire/server/request";
import type { Match } from "../wire/server/router";
import { evaluate } from "./evaluation/question";
import type { Options } from "./options";
import { ROUTES } from "./routes";
import type { Store } from "./store/store";
import { ApiError, forbidden, type Refusal } from "./wire/api-error";
import type { Caller } from "./wire/caller";
import { callerAs, callerName } from "./wire/caller";
import { Request } from "./wire/request";
import type { Handler, Route } from "./wire/route";
import { throttled } from "./wire/throttle";

/** Mixpanel's server without its HTTP layer. */
export class Api extends BaseApi<Site<Store, Options>, Handler, Route, Caller> {
  constructor(store: Store, options: Options) {
    super({ store, options }, ROUTES, { kind: "sliding", milliseconds: 60_000 });
  }

  answer(raw: RawRequest): Reply {
    const match = this.match(raw);
    if (!match) return unknownRoute();
    if (this.needsSlash(raw, match.route)) return redirectToSlash(raw.target);
    return this.catchRefusals(() => {
      const caller = callerAs(this.nameCaller(raw, match), this.site, { raw, params: match.params }, match.route);
      if (this.budget.take(caller.project.id).isExceeded) return throttled(undefined);
      if (caller.actor === "limited" && !isRead(raw)) throw forbidden("Your role does not permit this action");
      return this.handle(raw, match, caller);
    });
  }

  throttled(seconds: number | undefined): Reply {
    return throttled(seconds);
  }

  evaluate(question: unknown): unknown {
    return evaluate(this.site, question);
  }

  protected override match(raw: RawRequest): Match<Route> | undefined {
    return this.find(pathOf(raw.target).replace(/\/$/, ""));
  }

  protected override refuse(failure: Refusal): Reply {
    return failure instanceof ApiError ? failure.reply(this.site.options.refusals) : failure.reply();
  }

  protected run(handler: Handler, incoming: Incoming, caller: Caller): Reply {
    return handler(new Request(incoming, this.site, caller));
  }

  protected outsider(incoming: Incoming, route: Route): Caller {
    return callerAs("person", this.site, incoming, route);
  }

  protected refuseRoute(): Reply {
    return unknownRoute();
  }

  protected refuseMethod(method: string): Reply {
    if (method === "OPTIONS") return empty(200);
    return new ApiError(405, "method_not_allowed", `Method "${method}" not allowed`).reply();
  }

  protected nameCaller(raw: RawRequest, match: Match<Route> | undefined): CallerName {
    return callerName(this.site, raw, match?.route);
  }

  private needsSlash(raw: RawRequest, route: Route): boolean {
    if (pathOf(raw.target).endsWith("/") || route.access === "application") return false;
    return route.slash === "required" || this.site.options.slash === "redirect";
  }
}

function isRead(raw: RawRequest): boolean {
  return raw.method === "GET" || raw.method === "HEAD" || raw.method === "OPTIONS";
}
