import * as z from "zod/mini";
import type { HttpClient } from "../../../http/http-client";
import { HttpError } from "../../../http/http-error";
import type { HttpAnswer, HttpRequest } from "../../../http/request";
import { checked } from "../../adapter/checked";
import { PageGuard } from "../../adapter/lists/page-guard";

/** All pages of a list; some lists are a plain array, in one page. */
export async function readPages<T extends z.ZodMiniType>(http: HttpClient, item: T, path: string): Promise<z.output<T>[]> {
  const items = z.array(item);
  const pageAnswer = z.object({
    results: items,
    next: z.nullable(z.string()),
    count: z.optional(z.nullable(z.number())),
  });
  const all: z.output<T>[] = [];
  const guard = new PageGuard({ path });
  for (let next: string | null = path; next !== null;) {
    const request: HttpRequest = { method: "GET", path: next };
    const answer = await http.send(request);
    if (Array.isArray(answer.body)) return checked(items, request, answer);
    const page = checked(pageAnswer, request, answer);
    for (const each of page.results) all.push(each);
    next = page.next === null ? null : localPath(page.next, http.root, request, answer);
    guard.page(answer, page.results.length, next ?? undefined, page.count);
  }
  return all;
}

/** Behind a proxy the host (and scheme) in `next` is often wrong: only its path and query are used. */
function localPath(url: string, root: string, { method, path: asked }: HttpRequest, { host = "" }: HttpAnswer): string {
  const next = URL.canParse(url, root) ? new URL(url, root) : undefined;
  // Anything but a web address would put its path into the host name.
  if (next === undefined || !/^https?:$/.test(next.protocol)) {
    const words = "the address of a list's next page is not valid";
    throw new HttpError({ kind: "not-json", method, path: asked, host, words });
  }
  const { pathname, search } = next;
  const prefix = new URL(root).pathname.replace(/\/$/, "");
  const path = pathname.startsWith(`${prefix}/`) ? pathname.slice(prefix.length) : pathname;
  return path + search;
}
