import type { Backend, Identified } from "../wire/backend";
import { pathOf, same } from "../wire/raw-request";
import type { RawRequest } from "../wire/raw-request";
import type { Reply } from "../wire/reply";
import type { RequestRecord } from "../wire/request-log";
import { Router, routeName } from "../wire/router";
import type { Match } from "../wire/router";
import { answerQuestion } from "./evaluation/question";
import type { Options } from "./options";
import { ROUTES } from "./routes";
import type { Store } from "./store/store";
import { ApiError, forbidden } from "./wire/api-error";
import { Request } from "./wire/request";
import type { Actor } from "./wire/request";
import type { Route } from "./wire/route";
import { Throttle, throttled } from "./wire/throttle";
import { getOwn } from "../../get-own";

/** Vercel's API for feature flags, without the wire. */
export class Api implements Backend {
  private readonly store: Store;
  private readonly options: Options;
  private readonly router = new Router(ROUTES);
  private readonly throttle: Throttle;

  constructor(store: Store, options: Options) {
    this.store = store;
    this.options = options;
    this.throttle = new Throttle(options.budget, options.clock);
  }

  /** Credentials first, then the budget, then permissions and the rest. */
  answer(raw: RawRequest): Reply {
    const caller = this.callerOf(raw);
    if (caller === "none") {
      return forbidden("The request is missing an authentication token", { missingToken: true }).reply();
    }
    if (caller === "wrong") return forbidden("Not authorized", { invalidToken: true }).reply();
    return this.throttle.pass(caller, () => this.reply(raw, caller));
  }

  identify(raw: RawRequest): Identified {
    const path = pathOf(raw.target);
    const match = this.router.find(path);
    return { route: match ? routeName(match.route.template) : path, caller: this.callerOf(raw) };
  }

  write(method: string, target: string, body: unknown): Reply {
    const headers = { "content-type": "application/json" };
    const match = this.router.find(pathOf(target));
    if (!match) return unknownPath();
    return this.handle({ method, target, headers, body: JSON.stringify(body ?? {}) }, match, "other");
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

  evaluate(question: unknown): unknown {
    return answerQuestion(this.store, question);
  }

  private reply(raw: RawRequest, caller: RequestRecord["caller"]): Reply {
    const match = this.router.find(pathOf(raw.target));
    if (!match) return unknownPath();
    if (caller === "limited") return forbidden("You don't have permission to access this resource.").reply();
    return this.handle(raw, match, "holder");
  }

  private handle(raw: RawRequest, match: Match<Route>, actor: Actor): Reply {
    const handler = getOwn(match.route.handlers, raw.method === "HEAD" ? "GET" : raw.method);
    if (!handler) return new ApiError(405, "method_not_allowed", `The method ${raw.method} is not allowed here.`).reply();
    try {
      return handler(new Request(raw, match.params, actor, this.store, this.options));
    } catch (failure) {
      if (failure instanceof ApiError) return failure.reply();
      throw failure;
    }
  }

  private callerOf(raw: RawRequest): RequestRecord["caller"] {
    const found = /^Bearer (.+)$/.exec(raw.headers.authorization ?? "");
    if (!found) return "none";
    const token = found[1] ?? "";
    if (same(token, this.options.key)) return "admin";
    return same(token, this.options.limitedKey) ? "limited" : "wrong";
  }
}

function unknownPath(): Reply {
  return new ApiError(404, "not_found", "The requested API endpoint was not found.").reply();
}
