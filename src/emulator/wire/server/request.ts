import { getOwn } from "../../../get-own";

/** A request as it came over the wire. */
export interface RawRequest {
  readonly method: string;
  /** Path and query as sent. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

export function pathOf(target: string): string {
  return target.split("?")[0] ?? "";
}

/** A request with the parameters of the route that it matched. */
export interface Incoming {
  readonly raw: RawRequest;
  readonly params: Readonly<Record<string, string>>;
}

/** One emulator's database and how it was started. */
export interface Site<Store, Options> {
  readonly store: Store;
  readonly options: Options;
}

/** What a handler gets on every platform. Each platform adds who is asking and how its bodies are read. */
export abstract class BaseRequest<Store, Options> implements Site<Store, Options> {
  readonly store: Store;
  readonly options: Options;
  readonly query: URLSearchParams;
  readonly method: string;
  readonly path: string;
  readonly headers: RawRequest["headers"];
  /** The body as text. */
  readonly text: string;
  protected readonly params: Readonly<Record<string, string>>;

  constructor({ raw, params }: Incoming, { store, options }: Site<Store, Options>) {
    this.store = store;
    this.options = options;
    this.query = queryOf(raw);
    this.method = raw.method;
    this.path = pathOf(raw.target);
    this.headers = raw.headers;
    this.text = raw.body;
    this.params = params;
  }

  /** The server's address as the caller knows it. */
  get base(): string {
    return `http://${this.headers.host ?? "127.0.0.1"}`;
  }

  /** The body's media type in lower case, without parameters; undefined when the header is absent. */
  get mediaType(): string | undefined {
    return this.headers["content-type"]?.split(";")[0]?.trim().toLowerCase();
  }

  param(name: string): string {
    const value = getOwn(this.params, name);
    if (value === undefined) throw new Error(`the route has no parameter ${name}`);
    return value;
  }
}

export function queryOf({ target }: RawRequest): URLSearchParams {
  const start = target.indexOf("?");
  return new URLSearchParams(start < 0 ? "" : target.slice(start + 1));
}
