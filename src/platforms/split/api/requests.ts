import * as z from "zod/mini";
import type { HttpClient } from "../../../http/http-client";
import type { HttpAnswer, HttpRequest } from "../../../http/request";
import { checked } from "../../adapter/checked";
import { PageGuard } from "../../adapter/lists/page-guard";

const BASE = "/internal/api/v2";
/** Flag sets only. */
export const BASE_V3 = "/internal/api/v3";

/** For the change log. */
export interface ChangeNote {
  readonly title?: string;
  readonly comment?: string;
}

/** PATCH and DELETE take the words in the query; POST and PUT in their bodies. */
export function query(words: object): string {
  const said = Object.entries(words).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]));
  // The form encoding of a space, `+`, is a plus sign to some servers.
  const text = said.map((pair) => pair.map((each) => encodeURIComponent(each ?? "")).join("=")).join("&");
  return text === "" ? "" : `?${text}`;
}

/** Sends, and checks what comes back. Throws HttpError only. */
export class Requests {
  constructor(
    private readonly http: HttpClient,
    private readonly base = BASE,
  ) {}

  async send<T extends z.ZodMiniType>(schema: T, request: HttpRequest): Promise<z.infer<T>> {
    return (await this.sendWhole(schema, request)).body;
  }

  /** Also returns the size of the answer and the host. */
  async sendWhole<T extends z.ZodMiniType>(
    schema: T,
    request: HttpRequest,
  ): Promise<HttpAnswer & { readonly body: z.infer<T> }> {
    const answer = await this.http.send({ ...request, path: `${this.base}${request.path}` });
    return { ...answer, body: checked(schema, { ...request, path: `${this.base}${request.path}` }, answer) };
  }

  async run(request: HttpRequest): Promise<void> {
    await this.http.send({ ...request, path: `${this.base}${request.path}` });
  }

  /**
   * `objects` by offset; some lists come as a bare array. Totals can be missing, and a server may cap its pages below the
   * requested size: without a total, the end is an empty page, or a page that is repeated because the list does not page at all.
   */
  async pages<T extends z.ZodMiniType>(
    item: T,
    path: string,
    limit: number,
    filter: Readonly<Record<string, string>> = {},
  ): Promise<z.infer<T>[]> {
    const page = z.union([z.array(item), z.object({ objects: z.array(item), totalCount: z.nullish(z.number()) })]);
    return collect(path, async (offset) => {
      const request: HttpRequest = { method: "GET", path: `${path}${query({ ...filter, offset, limit })}` };
      const { body, ...answer } = await this.sendWhole(page, request);
      return Array.isArray(body)
        ? { answer, items: body, total: body.length }
        : { answer, items: body.objects, total: body.totalCount };
    });
  }
}

interface Page<T> {
  readonly answer: Pick<HttpAnswer, "host" | "size">;
  readonly items: readonly T[];
  readonly total: number | null | undefined;
}

export async function collect<T>(path: string, read: (offset: number) => Promise<Page<T>>, most?: number): Promise<T[]> {
  const all: T[] = [];
  const guard = new PageGuard({ path }, most);
  let before: string | undefined;
  for (;;) {
    const { answer, items, total } = await read(all.length);
    const page = JSON.stringify(items);
    if (items.length === 0 || page === before) return all;
    before = page;
    for (const item of items) all.push(item);
    // A total of 0 with items means that the total is unknown.
    if (typeof total === "number" && total > 0 && all.length >= total) return all;
    guard.page(answer, items.length, String(all.length), total);
  }
}
