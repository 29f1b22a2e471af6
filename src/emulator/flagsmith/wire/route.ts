import type { BaseRoute } from "../../wire/api";
import type { Reply } from "../../wire/server/reply";
import { ApiError } from "./api-error";
import type { Request } from "./request";

export type Handler = (request: Request) => Reply;

/** What a master key without permissions gets: 403, or the handler decides. */
type Limited = "forbidden" | "handler";

export interface Route extends BaseRoute<Handler> {
  /** The value of the `allow` header, in the order the real server writes it; pages outside the API have none. */
  readonly allow?: string;
  readonly limited?: Limited;
  /** Application routes take an environment key instead of a master key; `none` takes anybody. */
  readonly access?: "application" | "none";
}

export const LIST_CREATE = "GET, POST, HEAD, OPTIONS";
export const DETAIL = "GET, PUT, PATCH, DELETE, HEAD, OPTIONS";
export const READ = "GET, HEAD, OPTIONS";
export const ACTION = "POST, OPTIONS";
/** Function-based views list their methods in another order. */
export const FUNCTION = "OPTIONS, POST";

/** `…/my-permissions/` answers people only, and every caller here is a master key. */
export function myPermissionsRoute(parent: string): Route {
  const detail = "This endpoint can only be used with a user and not Master API Key";
  return {
    template: `${parent}/my-permissions/`,
    allow: READ,
    handlers: {
      GET: () => {
        throw new ApiError(400, { detail });
      },
    },
  };
}
