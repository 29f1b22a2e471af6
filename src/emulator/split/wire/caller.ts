import { same } from "../../wire/credential";
import { pathOf } from "../../wire/request";
import type { RawRequest, Site } from "../../wire/request";
import type { CallerName } from "../../wire/request-log";
import type { Options } from "../options";
import type { ApiKey } from "../store/records";
import type { Store } from "../store/store";

/** Whose request it is. */
export interface Caller {
  readonly key: ApiKey;
  /** By `x-api-key`: what has moved to Harness is not offered here any more. */
  readonly harness: boolean;
  /** Somebody with every permission, past approvals and titles: the emulator's own writes. */
  readonly foreign: boolean;
}

/** Somebody at work in the web console. */
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

/** `none` sent no credential that this address takes, `wrong` one that nobody has. */
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
