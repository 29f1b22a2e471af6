import { same } from "../../wire/raw-request";
import type { RawRequest } from "../../wire/raw-request";
import type { RequestRecord } from "../../wire/request-log";
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

/** `none` sent no credential that this address takes, `wrong` one that nobody has. */
export function callerOf(store: Store, options: Options, raw: RawRequest, gateway: boolean): Caller | "none" | "wrong" {
  const bearer = /^Bearer (.+)$/.exec(raw.headers.authorization ?? "")?.[1];
  const token = raw.headers["x-api-key"];
  const takesBearer = options.account !== "harness" && !gateway;
  const takesToken = options.account !== "classic";
  const given = takesToken && token !== undefined ? token : takesBearer ? bearer : undefined;
  if (given === undefined) return bearer === undefined && token === undefined ? "none" : "wrong";
  const key = [...store.tables.apiKeys.values()].find((each) => each.type === "admin" && same(each.secret, given));
  return key ? { key, harness: takesToken && token !== undefined, foreign: false } : "wrong";
}

export function named(caller: Caller | "none" | "wrong"): RequestRecord["caller"] {
  if (typeof caller === "string") return caller;
  return caller.key.roles.includes("API_ALL_GRANTED") && caller.key.scope.kind === "GLOBAL" ? "admin" : "limited";
}
