import type { BaseRoute } from "../../wire/api";
import type { Reply } from "../../wire/server/reply";
import { json } from "../../wire/server/reply";
import type { Access } from "./access";
import type { Request } from "./request";

type Handler = (request: Request) => Reply;

/** One method of a route. `retired` ones are not offered to accounts that have moved to Harness. */
export interface Endpoint {
  readonly access: Access;
  readonly handle: Handler;
  readonly retired: boolean;
}

/** Templates are below the version, as `/splits/ws/{ws}`. */
export interface Route extends BaseRoute<Endpoint> {
  readonly version: "v2" | "v3";
}

export function route(template: string, handlers: Route["handlers"], version: Route["version"] = "v2"): Route {
  return { template, version, handlers };
}

export function on(access: Access, handle: Handler, retired = false): Endpoint {
  return { access, handle, retired };
}

/** The response to a creation. */
export function made(request: Request, body: unknown): Reply {
  return json(body, request.options.createStatus);
}

/** The response to a deletion. */
export function gone(): Reply {
  return json(true);
}
