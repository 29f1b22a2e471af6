import type { z } from "zod";
import type { Incoming, Site } from "../../wire/server/request";
import { BaseRequest } from "../../wire/server/request";
import type { Options } from "../options";
import { vendorMessage } from "../schema/vendor-message";
import type { Person } from "../store/records";
import type { Store } from "../store/store";
import { ApiError, badRequest } from "./api-error";

/** The caller: the holder of the token, or another user, as whom a fault writes. */
export type Actor = "holder" | "other";

/** What a handler gets. */
export class Request extends BaseRequest<Store, Options> {
  readonly actor: Actor;

  constructor(incoming: Incoming, site: Site<Store, Options>, actor: Actor) {
    super(incoming, site);
    this.actor = actor;
  }

  get author(): Person {
    return this.actor === "holder" ? this.store.user : this.store.other;
  }

  /** A boolean query parameter. */
  asks(name: string): boolean {
    const value = this.query.get(name);
    if (value === null || value === "false") return false;
    if (value === "true") return true;
    throw badRequest(`Invalid request: \`${name}\` should be boolean.`);
  }

  /** A query parameter with fixed choices, or undefined. */
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

  /** The body, parsed by the schema; unknown members are refused. */
  body<T>(schema: z.ZodType<T>): T {
    if (this.mediaType !== "application/json") {
      throw new ApiError(415, "unsupported_media_type", "The content type should be application/json.");
    }
    const sent = parse(this.text);
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
