import { getOwn } from "../../get-own";
import type { Backend, Identified } from "./backend";
import type { Window } from "./budget";
import { Budget } from "./budget";
import type { Memory } from "./memory";
import type { CallerName } from "./request-log";
import { Refusal } from "./server/refusal";
import type { Reply } from "./server/reply";
import type { Incoming, RawRequest, Site } from "./server/request";
import { pathOf } from "./server/request";
import type { Match } from "./server/router";
import { routeName, Router } from "./server/router";

/** A path with its handlers by method. Templates are described in router.ts. */
export interface BaseRoute<Handler> {
  readonly template: string;
  readonly handlers: Readonly<Partial<Record<string, Handler>>>;
}

interface Limits {
  /** Requests in one window; unlimited when absent. */
  readonly budget?: number | undefined;
  readonly clock: () => Date;
}

/**
 * What the four platforms' servers have in common: routes, foreign writes, stale reads, and refusals that handlers throw. The order in which credentials,
 * limits and permissions are checked differs, so `answer` is each platform's own.
 */
export abstract class BaseApi<
  Here extends Site<Memory<object>, Limits>,
  Handler,
  Route extends BaseRoute<Handler>,
  Caller,
> implements Backend {
  protected readonly site: Here;
  protected readonly budget: Budget;
  private readonly router: Router<Route>;

  constructor(site: Here, routes: readonly Route[], window: Window) {
    this.site = site;
    this.budget = new Budget(site.options.budget, window, site.options.clock);
    this.router = new Router(routes);
  }

  abstract answer(raw: RawRequest): Reply;
  abstract throttled(seconds: number | undefined): Reply;

  identify(raw: RawRequest): Identified {
    const match = this.match(raw);
    return {
      route: match ? routeName(match.route.template) : this.nameUnknownRoute(pathOf(raw.target)),
      caller: this.nameCaller(raw, match),
      ...(match && { params: match.params }),
    };
  }

  write(method: string, target: string, body: unknown): Reply {
    const headers = { "content-type": "application/json" };
    const text = typeof body === "string" ? body : JSON.stringify(body ?? {});
    const raw = { method, target, headers, body: text };
    const match = this.match(raw);
    if (!match) return this.refuseRoute();
    return this.catchRefusals(() => this.handle(raw, match, this.outsider({ raw, params: match.params }, match.route)));
  }

  snapshot(): unknown {
    return this.site.store.snapshot();
  }

  asOf<T>(snapshot: unknown, read: () => T): T {
    return this.site.store.asOf(snapshot, read);
  }

  /** The reply to a path without a route. */
  protected abstract refuseRoute(): Reply;
  /** The reply to a method without a handler. */
  protected abstract refuseMethod(method: string): Reply;
  protected abstract run(handler: Handler, incoming: Incoming, caller: Caller): Reply;
  /** The caller of writes that a test makes as another user. */
  protected abstract outsider(incoming: Incoming, route: Route): Caller;
  /** Whose request it is, for the log. */
  protected abstract nameCaller(raw: RawRequest, match: Match<Route> | undefined): CallerName;

  protected match(raw: RawRequest): Match<Route> | undefined {
    return this.find(pathOf(raw.target));
  }

  protected find(path: string): Match<Route> | undefined {
    return this.router.find(path);
  }

  /** A path without a route as it shows in the log. */
  protected nameUnknownRoute(path: string): string {
    return path;
  }

  protected handle(raw: RawRequest, { route, params }: Match<Route>, caller: Caller): Reply {
    const handler = getOwn(route.handlers, raw.method === "HEAD" ? "GET" : raw.method);
    if (handler === undefined) return this.refuseMethod(raw.method);
    return this.catchRefusals(() => this.run(handler, { raw, params }, caller));
  }

  protected catchRefusals(work: () => Reply): Reply {
    try {
      return work();
    } catch (failure) {
      if (failure instanceof Refusal) return this.refuse(failure);
      throw failure;
    }
  }

  protected refuse(failure: Refusal): Reply {
    return failure.reply();
  }
}
