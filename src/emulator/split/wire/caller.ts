import type { CallerName } from "../../wire/request-log";
import { same } from "../../wire/server/credential";
import type { RawRequest, Site } from "../../wire/server/request";
import { pathOf } from "../../wire/server/request";
import type { Options } from "../options";
import type { ApiKey } from "../store/records";
import type { Store } from "../store/store";

/** Whose request it is. */
export interface Caller {
  readonly key: ApiKey;
  /** Authenticated by `x-api-key`: endpoints that have moved to Harness are no longer offered. */
  readonly harness: boolean;
  /** Somebody with every permission who needs no approvals or titles: the emulator's own writes. */
  readonly foreign: boolean;
}

/** Somebody working in the web console. */
export const OUTSIDER: Caller = {
  key: {
    id: "somebody-else",
    name: "somebody else",
    secret: "",
    type: "admin",
    roles: ["API_ALL_GRANTED"],
    scope: { kind: "GLOBAL" },
  },
  harness: false,
  foreign: true,
};

/** Requests to Split through Harness. */
export function isGateway(path: string): boolean {
  return path.startsWith("/fme/");
}

/** `none`: no credential; `wrong`: one that is unknown or that this address does not accept. */
export function callerOf({ store, options }: Site<Store, Options>, raw: RawRequest): Caller | "none" | "wrong" {
  const bearer = /^Bearer (.+)$/.exec(raw.headers.authorization ?? "")?.[1];
  const token = raw.headers["x-api-key"];
  const takesBearer = options.account !== "harness" && !isGateway(pathOf(raw.target));
  const takesToken = options.account !== "classic";
  const given = takesToken && token !== undefined ? token : takesBearer ? bearer : undefined;
  if (given === undefined) return bearer === undefined && token === undefined ? "none" : "wrong";
  const key = [...store.tables.apiKeys.values()].find((each) => each.type === "admin" && same(each.secret, given));
  return key ? { key, harness: takesToken && token !== undefined, foreign: false } : "wrong";
}

export function named(caller: Caller | "none" | "wrong"): CallerName {
  if (typeof caller === "string") return caller;
  return caller.key.roles.includes("API_ALL_GRANTED") && caller.key.scope.kind === "GLOBAL" ? "admin" : "limited";
}
