import type { z } from "zod";
import type { RawRequest } from "../../wire/raw-request";
import type { Options } from "../options";
import { vendorMessage } from "../schema/vendor-message";
import type { Person } from "../store/records";
import type { Store } from "../store/store";
import { ApiError, badRequest } from "./api-error";
import { getOwn } from "../../../get-own";

/** Who asks: the holder of the token, or somebody else whose requests a fault makes. */
export type Actor = "holder" | "other";

/** What a handler gets. */
export class Request {
  readonly store: Store;
  readonly options: Options;
  readonly actor: Actor;
  readonly query: URLSearchParams;
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
    this.query = new URLSearchParams(cut < 0 ? "" : raw.target.slice(cut + 1));
  }

  get author(): Person {
    return this.actor === "holder" ? this.store.user : this.store.other;
  }

  param(name: string): string {
    const value = getOwn(this.params, name);
    if (value === undefined) throw new Error(`the route has no parameter ${name}`);
    return value;
  }

  /** A query parameter that says yes or no. */
  asks(name: string): boolean {
    const value = this.query.get(name);
    if (value === null || value === "false") return false;
    if (value === "true") return true;
    throw badRequest(`Invalid request: \`${name}\` should be boolean.`);
  }

  /** One of a few words, or undefined. */
  choice<T extends string>(name: string, allowed: readonly T[]): T | undefined {
    const value = this.query.get(name);
    if (value === null) return undefined;
    const found = allowed.find((each) => each === value);
    if (found !== undefined) return found;
    const words = allowed.map((each) => JSON.stringify(each)).join(", ");
    throw badRequest(`Invalid request: \`${name}\` should be equal to one of the allowed values ${words}.`);
  }

  /** A parameter that may be repeated, with or without brackets. */
  list(name: string, most: number): string[] {
    const values = [...this.query.getAll(name), ...this.query.getAll(`${name}[]`)];
    if (values.length > most) throw badRequest(`Invalid request: \`${name}\` should NOT have more than ${most} items.`);
    return values;
  }

  /** The body as the schema has it; what else it holds is refused. */
  body<T>(schema: z.ZodType<T>): T {
    const type = (this.headers["content-type"] ?? "").split(";")[0]?.trim().toLowerCase();
    if (type !== "application/json") {
      throw new ApiError(415, "unsupported_media_type", "The content type should be application/json.");
    }
    const sent = parse(this.raw.body);
    const parsed = schema.safeParse(sent);
    if (!parsed.success) throw badRequest(vendorMessage(parsed.error, sent));
    return parsed.data;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (failure) {
    if (!(failure instanceof SyntaxError)) throw failure;
    throw badRequest("Invalid JSON");
  }
}
