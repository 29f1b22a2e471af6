import { BaseApi } from "../wire/api";
import type { CallerName } from "../wire/request-log";
import type { Reply } from "../wire/server/reply";
import type { Incoming, RawRequest, Site } from "../wire/server/request";
import { pathOf } from "../wire/server/request";
import { receiveUpload } from "./areas/segments/uploads";
import { evaluateQuestion } from "./evaluation/question";
import type { Options } from "./options";
import { ROUTES } from "./routes";
import type { Store } from "./store/store";
import { demand } from "./wire/access";
import { errorReply } from "./wire/api-error";
import type { Caller } from "./wire/caller";
import { callerOf, isGateway, named, OUTSIDER } from "./wire/caller";
import { Request } from "./wire/request";
import type { Endpoint, Route } from "./wire/route";
import { throttled, withinBudget } from "./wire/throttle";

/** Split's Admin API without its HTTP layer. */
export class Api extends BaseApi<Site<Store, Options>, Endpoint, Route, Caller> {
  constructor(store: Store, options: Options) {
    super({ store, options }, ROUTES, { kind: "fixed", milliseconds: options.budgetWindow * 1000 });
  }

  /** Credentials first, then the rate limit, then the route, then permissions. */
  answer(raw: RawRequest): Reply {
    const path = pathOf(raw.target);
    // A presigned address: the address itself is the credential.
    if (path.startsWith("/uploads/")) return this.catchRefusals(() => receiveUpload(this.site.store, raw));
    const caller = callerOf(this.site, raw);
    if (typeof caller === "string") return errorReply(401, "Unauthorized");
    return withinBudget(this.budget, this.site.options, isGateway(path), () => {
      const match = this.match(raw);
      return match ? this.handle(raw, match, caller) : this.refuseRoute();
    });
  }

  throttled(seconds: number | undefined): Reply {
    return throttled(seconds, false, this.site.options);
  }

  evaluate(question: unknown): unknown {
    return evaluateQuestion(this.site.store, question, this.site.options.sdk);
  }

  protected run(endpoint: Endpoint, incoming: Incoming, caller: Caller): Reply {
    if (endpoint.retired && caller.harness) return this.refuseMethod();
    demand(caller.key, endpoint.access);
    return endpoint.handle(new Request(incoming, this.site, caller));
  }

  protected outsider(): Caller {
    return OUTSIDER;
  }

  protected refuseRoute(): Reply {
    return errorReply(404, "HTTP 404 Not Found");
  }

  protected refuseMethod(): Reply {
    return errorReply(405, "HTTP 405 Method Not Allowed");
  }

  protected nameCaller(raw: RawRequest): CallerName {
    return named(callerOf(this.site, raw));
  }

  protected override nameUnknownRoute(path: string): string {
    return path.replace(/^\/uploads\/.*/, "/uploads/{upload}");
  }
}
