import type { Backend, Identified } from "../wire/backend";
import { pathOf } from "../wire/raw-request";
import type { RawRequest } from "../wire/raw-request";
import type { Reply } from "../wire/reply";
import { Router } from "../wire/router";
import type { Match } from "../wire/router";
import { evaluateQuestion } from "./evaluation/question";
import type { Options } from "./options";
import { ROUTES } from "./routes";
import type { ApiKey } from "./store/records";
import type { Store } from "./store/store";
import { receiveUpload } from "./areas/segments/uploads";
import { demand } from "./wire/access";
import { ApiError, errorReply } from "./wire/api-error";
import { callerOf, named } from "./wire/caller";
import type { Caller } from "./wire/caller";
import { RateLimit } from "./wire/rate-limit";
import { Request } from "./wire/request";
import type { Route } from "./wire/route";
import { getOwn } from "../../get-own";

/** Under which prefixes each version is found; the gateway's start with `/fme`. */
const PREFIXES: readonly { readonly path: string; readonly version: Route["version"] }[] = [
  { path: "/internal/api/v2", version: "v2" },
  { path: "/fme/internal/api/v2", version: "v2" },
  { path: "/internal/api/v3", version: "v3" },
  { path: "/api/v3", version: "v3" },
  { path: "/fme/internal/api/v3", version: "v3" },
];

/** Somebody at work in the web console. */
const FOREIGNER: ApiKey = {
  id: "somebody-else",
  name: "somebody else",
  secret: "",
  type: "admin",
  roles: ["API_ALL_GRANTED"],
  scope: { kind: "GLOBAL" },
};

/** Split's Admin API without the wire. */
export class Api implements Backend {
  private readonly store: Store;
  private readonly options: Options;
  private readonly router: Router<Route>;
  private readonly limit: RateLimit;

  constructor(store: Store, options: Options) {
    this.store = store;
    this.options = options;
    this.limit = new RateLimit(options);
    this.router = new Router(
      PREFIXES.flatMap(({ path, version }) =>
        ROUTES.filter((each) => each.version === version).map((each) => ({ ...each, template: path + each.template })),
      ),
    );
  }

  /** Credentials first, then the rate limit, then the route, then permissions. */
  answer(raw: RawRequest): Reply {
    const path = pathOf(raw.target);
    // A presigned address: the address itself is the credential.
    if (path.startsWith("/uploads/")) return guarded(() => receiveUpload(this.store, raw));
    const gateway = isGateway(path);
    const caller = callerOf(this.store, this.options, raw, gateway);
    if (typeof caller === "string") return errorReply(401, "Unauthorized");
    const refusal = this.limit.take(gateway);
    if (refusal) return refusal;
    return this.limit.tell(this.handle(raw, this.router.find(path), caller), gateway);
  }

  identify(raw: RawRequest): Identified {
    const path = pathOf(raw.target);
    const caller = named(callerOf(this.store, this.options, raw, isGateway(path)));
    return { route: this.router.find(path)?.route.template ?? path.replace(/^\/uploads\/.*/, "/uploads/{upload}"), caller };
  }

  write(method: string, target: string, body: unknown): Reply {
    const text = typeof body === "string" ? body : JSON.stringify(body ?? {});
    const caller = { key: FOREIGNER, harness: false, foreign: true };
    return this.handle({ method, target, headers: {}, body: text }, this.router.find(pathOf(target)), caller);
  }

  snapshot(): unknown {
    return this.store.snapshot();
  }

  asOf<T>(snapshot: unknown, work: () => T): T {
    return this.store.asOf(snapshot, work);
  }

  throttled(seconds: number | undefined): Reply {
    return this.limit.refusal(seconds, false);
  }

  evaluate(question: unknown): unknown {
    return evaluateQuestion(this.store, question, this.options.sdk);
  }

  private handle(raw: RawRequest, match: Match<Route> | undefined, caller: Caller): Reply {
    if (!match) return errorReply(404, "HTTP 404 Not Found");
    const endpoint = getOwn(match.route.endpoints, raw.method === "HEAD" ? "GET" : raw.method);
    if (!endpoint || (endpoint.retired && caller.harness)) return errorReply(405, "HTTP 405 Method Not Allowed");
    return guarded(() => {
      demand(caller.key, endpoint.access);
      return endpoint.handle(new Request(raw, match.params, caller, this.store, this.options));
    });
  }
}

function isGateway(path: string): boolean {
  return path.startsWith("/fme/");
}

function guarded(work: () => Reply): Reply {
  try {
    return work();
  } catch (failure) {
    if (failure instanceof ApiError) return failure.reply();
    throw failure;
  }
}
