import type { ServerResponse } from "node:http";
import { z, ZodError } from "zod";
import { QuestionError } from "../wire/backend";
import { Refusal } from "../wire/server/refusal";
import type { Reply } from "../wire/server/reply";
import { json, withHeaders } from "../wire/server/reply";
import type { RawRequest } from "../wire/server/request";
import { pathOf, queryOf } from "../wire/server/request";
import { documentReply } from "./document";
import { readQuestion } from "./question";
import { redact, redactPath } from "./redact";
import { resourceOf } from "./resource";
import type { PageSource } from "./source";
import type { PageFlags, PageVisit } from "./view-model";
import { eventText, VisitLog } from "./visit-log";

const PREFIX = "/__emulator_page__/";
const LOG = `${PREFIX}log`;
/** A longer table is hard to read: the page has a search. */
const MOST_FLAGS = 300;
/** A browser that has stopped reading is disconnected; it reconnects and asks for what it missed. */
const MOST_WAITING_BYTES = 1024 * 1024;

type Head = Omit<RawRequest, "body">;
type Visited = Pick<PageVisit, "time" | "status" | "milliseconds" | "fault">;

/**
 * The page for people at the emulator's root, and what it loads. It only reads, and shows no credential, so it takes none:
 * faults and resets go to the control endpoint, which asks for the control token.
 */
export class Page {
  readonly visits = new VisitLog();
  private readonly source: PageSource;
  private readonly credentials: () => readonly string[];

  constructor(source: PageSource, controlToken: string) {
    this.source = source;
    this.credentials = () => [...source.credentials(), controlToken];
  }

  /** The root is the page's only for those who ask for HTML, as browsers do; API clients get the platform's own answer. */
  takes({ method, target, headers }: Head): boolean {
    if (target.startsWith(PREFIX)) return true;
    return pathOf(target) === "/" && (method === "GET" || method === "HEAD") && wantsHtml(headers.accept ?? "");
  }

  answer(raw: RawRequest): Reply {
    if (!raw.target.startsWith(PREFIX)) return documentReply(this.source.platform);
    return withHeaders(this.load(raw), { "cache-control": "no-store", "x-content-type-options": "nosniff" });
  }

  isLog({ method, target }: Head): boolean {
    return method === "GET" && pathOf(target) === LOG;
  }

  /** Sends the log as it grows (server-sent events), until the browser leaves. */
  stream({ headers }: Head, response: ServerResponse): void {
    response.writeHead(200, {
      "content-type": "text/event-stream",
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    });
    response.write("retry: 1000\n\n");
    const stop = this.visits.follow(headers["last-event-id"], (event) => {
      if (response.writableLength > MOST_WAITING_BYTES) response.destroy();
      else response.write(eventText(event));
    });
    response.once("close", stop);
  }

  /** Starts one line of the log, before the request is answered; call the function when it is. */
  arrive(
    { method, target, body }: RawRequest,
    routed: { readonly route: string; readonly params?: Readonly<Record<string, string>> },
  ): (visited: Visited) => void {
    const secrets = this.credentials();
    const resource = routed.params && resourceOf({ template: routed.route, params: routed.params, body }, this.source);
    const line = {
      method,
      path: redactPath(target, secrets),
      resource: resource === undefined ? "unknown path" : redact(resource, secrets),
    };
    return (visited) => this.visits.add({ ...line, ...visited });
  }

  private load(raw: RawRequest): Reply {
    switch (`${raw.method} ${pathOf(raw.target)}`) {
      case `GET ${PREFIX}flags`:
        return json(this.flags(queryOf(raw)));
      case `POST ${PREFIX}served`:
        return this.served(raw.body);
      default:
        return json({ detail: "The page has no such part." }, 404);
    }
  }

  private flags(query: URLSearchParams): PageFlags {
    const { platform, hints } = this.source;
    const projects = this.source.projects();
    const project = projects.find((each) => each.id === query.get("project")) ?? projects[0] ?? null;
    const wanted = (query.get("find") ?? "").trim().toLowerCase();
    const found = (project ? this.source.flags(project.id) : [])
      .filter((each) => `${each.key}\n${each.description}`.toLowerCase().includes(wanted))
      .sort((one, other) => (one.key < other.key ? -1 : 1));
    return {
      platform,
      hints,
      projects: projects.map(({ id, name }) => ({ id, name })),
      project,
      flags: found.slice(0, MOST_FLAGS).map((each) => each.show()),
      found: found.length,
    };
  }

  private served(body: string): Reply {
    try {
      return json({ answers: this.source.answers(readQuestion(body)) });
    } catch (failure) {
      if (failure instanceof ZodError) return json({ detail: z.prettifyError(failure) }, 400);
      if (failure instanceof SyntaxError || failure instanceof QuestionError) return json({ detail: failure.message }, 400);
      if (!(failure instanceof Refusal)) throw failure;
      const detail = `The emulated server answers ${failure.reply().status} when asked about this person: ${failure.message}`;
      return json({ detail }, 422);
    }
  }
}

function wantsHtml(accept: string): boolean {
  return accept.split(",").some((each) => /^\s*text\/html\s*(;|$)/i.test(each) && !/;\s*q=0(\.0*)?\s*(;|$)/i.test(each));
}
