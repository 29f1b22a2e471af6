import type { Backend, Identified } from "../wire/backend";
import { pathOf } from "../wire/raw-request";
import type { RawRequest } from "../wire/raw-request";
import { crashed, empty, unknownRoute } from "../wire/reply";
import type { Reply } from "../wire/reply";
import { Router, routeName } from "../wire/router";
import type { Match } from "../wire/router";
import { cohortRoutes } from "./areas/cohorts";
import { flagLifecycleRoutes } from "./areas/flag-lifecycle";
import { flagRoutes } from "./areas/flags";
import { sdkRoutes } from "./areas/sdk";
import { workspaceRoutes } from "./areas/workspaces";
import { evaluate } from "./evaluation/question";
import type { Options } from "./options";
import { PEOPLE } from "./people";
import type { Project } from "./store/records";
import type { Store } from "./store/store";
import { ApiError, CrashError, forbidden, refusal } from "./wire/api-error";
import { callerOf, projectOf } from "./wire/credentials";
import type { Caller } from "./wire/credentials";
import { Request } from "./wire/request";
import type { Actor } from "./wire/request";
import type { Route } from "./wire/route";
import { Throttle, throttled } from "./wire/throttle";
import { getOwn } from "../../get-own";

/** Literal paths before those with a parameter in the same place. */
const ROUTES: readonly Route[] = [...workspaceRoutes, ...flagLifecycleRoutes, ...flagRoutes, ...cohortRoutes, ...sdkRoutes];

/** Mixpanel's server without the wire. */
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

  answer(raw: RawRequest): Reply {
    const match = this.match(raw);
    if (!match) return unknownRoute();
    if (this.needsSlash(raw, match.route)) return redirect(raw.target);
    return this.refusing(() => {
      const caller = this.callerOf(raw, match.route);
      const project = this.projectOf(raw, match, caller);
      const refused = this.throttle.take(project.id);
      if (refused) return refused;
      if (caller === "limited" && !isRead(raw)) throw forbidden("Your role does not permit this action");
      return this.handle(raw, match, caller === "limited" || caller === "application" ? caller : "admin", project);
    });
  }

  identify(raw: RawRequest): Identified {
    const match = this.match(raw);
    if (!match) return { route: pathOf(raw.target), caller: callerOf(raw, this.options) };
    return { route: routeName(match.route.template), caller: this.callerOf(raw, match.route) };
  }

  write(method: string, target: string, body: unknown): Reply {
    const headers = { "content-type": "application/json" };
    const raw = { method, target, headers, body: JSON.stringify(body ?? {}) };
    const match = this.match(raw);
    if (!match) return unknownRoute();
    return this.refusing(() => this.handle(raw, match, "person", this.projectOf(raw, match, "admin")));
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
    return evaluate({ store: this.store, options: this.options }, question);
  }

  private match(raw: RawRequest): Match<Route> | undefined {
    return this.router.find(pathOf(raw.target).replace(/\/$/, ""));
  }

  private needsSlash(raw: RawRequest, route: Route): boolean {
    if (pathOf(raw.target).endsWith("/") || route.access === "application") return false;
    return route.slash === "required" || this.options.slash === "redirect";
  }

  private handle(raw: RawRequest, match: Match<Route>, actor: Actor, project: Project): Reply {
    const handler = getOwn(match.route.handlers, raw.method === "HEAD" ? "GET" : raw.method);
    if (raw.method === "OPTIONS") return empty(200);
    if (!handler) throw new ApiError(405, "method_not_allowed", `Method "${raw.method}" not allowed`);
    const caller = { actor, by: PEOPLE[actor](this.options), project };
    return handler(new Request(raw, match.params, caller, { store: this.store, options: this.options }));
  }

  private refusing(work: () => Reply): Reply {
    try {
      return work();
    } catch (failure) {
      if (failure instanceof ApiError) return refusal(failure, this.options.refusals);
      if (failure instanceof CrashError) return crashed();
      throw failure;
    }
  }

  private callerOf(raw: RawRequest, route: Route): Caller {
    if (route.access === "application" && projectOf(raw, this.store.projects.values())) return "application";
    return callerOf(raw, this.options);
  }

  /** Credentials first; a project that the account is no member of and one that does not exist look the same. */
  private projectOf(raw: RawRequest, { route, params }: Match<Route>, caller: Caller): Project {
    if (caller === "none" || caller === "wrong") throw new ApiError(401, "unauthorized", refusedCredentials(caller));
    const query = new URLSearchParams(raw.target.split("?")[1] ?? "");
    if (caller === "application") {
      const found = projectOf(raw, this.store.projects.values());
      if (found) return found;
    }
    const id = route.access === "application" ? query.get("project_id") : params.project;
    const project = this.store.projects.get(Number(id));
    if (!project) throw forbidden("You do not have access to this project");
    return project;
  }
}

function refusedCredentials(caller: "none" | "wrong"): string {
  return caller === "none" ? "Authentication is required" : "Invalid service account credentials";
}

function isRead(raw: RawRequest): boolean {
  return raw.method === "GET" || raw.method === "HEAD" || raw.method === "OPTIONS";
}

/** The server sends requests without the slash to the path with it; who follows with a GET reads where it meant to write. */
function redirect(target: string): Reply {
  const [path, query] = target.split("?");
  const location = `${path ?? ""}/${query === undefined ? "" : `?${query}`}`;
  return { status: 301, headers: { "content-type": "text/html; charset=utf-8", location }, body: "" };
}
