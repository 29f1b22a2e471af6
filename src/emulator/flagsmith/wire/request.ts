import type { Incoming, Site } from "../../wire/server/request";
import { BaseRequest } from "../../wire/server/request";
import type { Json } from "../drf/json";
import { JsonSyntaxError, parseJson } from "../drf/json-parser";
import type { Options } from "../options";
import type { Store } from "../store/store";
import { ApiError } from "./api-error";

/** Who asks: an organisation's master key, one without permissions, or an application (environment key). */
export type Actor = "admin" | "limited" | "application";

/** What a handler gets. */
export class Request extends BaseRequest<Store, Options> {
  readonly actor: Actor;

  constructor(incoming: Incoming, site: Site<Store, Options>, actor: Actor) {
    super(incoming, site);
    this.actor = actor;
  }

  /** An id in the path; anything but a number matches no row. */
  id(name: string): number {
    const value = this.param(name);
    return /^\d+$/.test(value) ? Number(value) : -1;
  }

  /** Parsed when a view first asks, as Django REST framework does: checks before that come first. */
  body(): Json {
    if (this.text === "") return {};
    if (this.mediaType !== "application/json") {
      throw new ApiError(415, { detail: `Unsupported media type "${this.headers["content-type"] ?? ""}" in request.` });
    }
    try {
      return parseJson(this.text);
    } catch (failure) {
      if (!(failure instanceof JsonSyntaxError)) throw failure;
      throw new ApiError(400, { detail: `JSON parse error - ${failure.message}` });
    }
  }
}
