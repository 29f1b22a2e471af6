import { pathOf } from "../../wire/raw-request";
import type { RawRequest } from "../../wire/raw-request";
import type { Json } from "../drf/json";
import { JsonSyntaxError, parseJson } from "../drf/json-parser";
import type { Options } from "../options";
import type { Store } from "../store/store";
import { ApiError } from "./api-error";
import { getOwn } from "../../../get-own";

/** Who asks: an organisation's master key, one without permissions, or an application (environment key). */
export type Actor = "admin" | "limited" | "application";

/** What a handler gets. */
export class Request {
  readonly store: Store;
  readonly options: Options;
  readonly actor: Actor;
  readonly query: URLSearchParams;
  readonly path: string;
  readonly headers: RawRequest["headers"];
  private readonly raw: RawRequest;
  private readonly params: Readonly<Record<string, string>>;

  constructor(raw: RawRequest, params: Readonly<Record<string, string>>, actor: Actor, store: Store, options: Options) {
    this.raw = raw;
    this.params = params;
    this.actor = actor;
    this.store = store;
    this.options = options;
    this.headers = raw.headers;
    const cut = raw.target.indexOf("?");
    this.path = pathOf(raw.target);
    this.query = new URLSearchParams(cut < 0 ? "" : raw.target.slice(cut + 1));
  }

  get method(): string {
    return this.raw.method;
  }

  /** Where the caller believes the server to be: `next` and `previous` start with it. */
  get base(): string {
    return `http://${this.headers.host ?? "127.0.0.1"}`;
  }

  param(name: string): string {
    const value = getOwn(this.params, name);
    if (value === undefined) throw new Error(`the route has no parameter ${name}`);
    return value;
  }

  /** An id in the path; what is not a number matches no row. */
  id(name: string): number {
    const value = this.param(name);
    return /^\d+$/.test(value) ? Number(value) : -1;
  }

  /** Parsed when a view first asks, as Django REST framework does: checks before that come first. */
  body(): Json {
    if (this.raw.body === "") return {};
    const type = (this.headers["content-type"] ?? "").split(";")[0]?.trim().toLowerCase();
    if (type !== "application/json") {
      throw new ApiError(415, { detail: `Unsupported media type "${this.headers["content-type"] ?? ""}" in request.` });
    }
    try {
      return parseJson(this.raw.body);
    } catch (failure) {
      if (!(failure instanceof JsonSyntaxError)) throw failure;
      throw new ApiError(400, { detail: `JSON parse error - ${failure.message}` });
    }
  }
}
