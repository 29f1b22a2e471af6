import { HttpError } from "../../../http/http-error";
import type { HttpAnswer, HttpRequest } from "../../../http/request";

/** Of one list. At fifty a page that is more than anybody has flags. */
const MOST_PAGES = 1000;
/** Of all pages together, so that a list without end does not fill the memory. */
const MOST_BYTES = 256 * 1024 * 1024;
/** A list may grow while it is read, and some totals are late. */
const MARGIN = 1000;

/** Ends the reading of a paged list: a server whose pages repeat or never end is an error. */
export class PageGuard {
  private readonly marks = new Set<string>();
  private pages = 0;
  private items = 0;
  private bytes = 0;

  constructor(
    private readonly request: Pick<HttpRequest, "path">,
    private readonly most = MOST_PAGES,
  ) {}

  /** A page came; `next` is what the one after it is asked by, if there is one. Throws HttpError. */
  page(answer: Pick<HttpAnswer, "host" | "size">, count: number, next: string | undefined, total?: number | null): void {
    this.pages++;
    this.items += count;
    this.bytes += answer.size ?? 0;
    if (next === undefined) return;
    if (this.marks.has(next)) throw this.endless(answer, `page ${this.pages} links back to a page that was already read`);
    this.marks.add(next);
    if (typeof total === "number" && total > 0 && this.items > 2 * total + MARGIN)
      throw this.endless(answer, `the total is ${total}, but ${this.items} items came so far`);
    if (this.pages >= this.most) throw this.endless(answer, `${this.pages} pages came, and there are still more`);
    if (this.bytes > MOST_BYTES) throw this.endless(answer, "256 MB came, and there is still more");
  }

  private endless({ host }: Pick<HttpAnswer, "host">, how: string): HttpError {
    return new HttpError({
      ...{ kind: "not-json", method: "GET", path: this.request.path },
      ...(host !== undefined && { host }),
      words: `a list never ends: ${how}`,
    });
  }
}
