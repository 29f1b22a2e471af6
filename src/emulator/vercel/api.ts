import { BaseApi } from "../wire/api";
import type { CallerName } from "../wire/request-log";
import { holderOf } from "../wire/server/credential";
import type { Reply } from "../wire/server/reply";
import type { Incoming, RawRequest, Site } from "../wire/server/request";
import { answerQuestion } from "./evaluation/question";
import type { Options } from "./options";
import { ROUTES } from "./routes";
import type { Store } from "./store/store";
import { ApiError, forbidden } from "./wire/api-error";
import type { Actor } from "./wire/request";
import { Request } from "./wire/request";
import type { Handler, Route } from "./wire/route";
import { throttled, withinBudget } from "./wire/throttle";

/** Vercel's feature flags API without its HTTP layer. */
export class Api extends BaseApi<Site<Store, Options>, Handler, Route, Actor> {
  constructor(store: Store, options: Options) {
    super({ store, options }, ROUTES, { kind: "fixed", milliseconds: 60_000 });
  }

  /** Credentials first, then the budget, then permissions and the rest. */
  answer(raw: RawRequest): Reply {
    const caller = this.nameCaller(raw);
    if (caller === "none") {
      return forbidden("The request is missing an authentication token", { missingToken: true }).reply();
    }
    if (caller === "wrong") return forbidden("Not authorized", { invalidToken: true }).reply();
    return withinBudget(this.budget, this.site.options.budget, caller, () => this.reply(raw, caller));
  }

  throttled(seconds: number | undefined): Reply {
    return throttled(seconds);
  }

  evaluate(question: unknown): unknown {
    return answerQuestion(this.site.store, question);
  }

  protected run(handler: Handler, incoming: Incoming, actor: Actor): Reply {
    return handler(new Request(incoming, this.site, actor));
  }

  protected outsider(): Actor {
    return "other";
  }

  protected refuseRoute(): Reply {
    return new ApiError(404, "not_found", "The requested API endpoint was not found.").reply();
  }

  protected refuseMethod(method: string): Reply {
    return new ApiError(405, "method_not_allowed", `The method ${method} is not allowed here.`).reply();
  }

  protected nameCaller(raw: RawRequest): CallerName {
    const token = /^Bearer (.+)$/.exec(raw.headers.authorization ?? "")?.[1];
    return token === undefined ? "none" : holderOf(token, this.site.options);
  }

  private reply(raw: RawRequest, caller: CallerName): Reply {
    const match = this.match(raw);
    if (!match) return this.refuseRoute();
    if (caller === "limited") return forbidden("You don't have permission to access this resource.").reply();
    return this.handle(raw, match, "holder");
  }
}
