import * as z from "zod/mini";
import type { HttpClient } from "../../../http/http-client";
import { HttpError } from "../../../http/http-error";
import type { HttpAnswer, HttpRequest } from "../../../http/request";
import { checked, part } from "../../adapter/checked";
import * as answers from "./answers";

/** Where an environment's flags are. */
export interface Place {
  readonly project: string;
  readonly workspace: string;
}

type Landed = NonNullable<HttpRequest["landed"]>;

/** Mixpanel's application API, endpoint by endpoint. Throws HttpError only. */
export class MixpanelClient {
  /** Some of the server's routes want a slash at the end, and send those without it there. */
  private slashes = false;

  constructor(private readonly http: HttpClient) {}

  workspaces(project: string) {
    return this.read(z.array(answers.workspaceAnswer), `/projects/${part(project)}/workspaces`);
  }

  /** All flags, complete. */
  async flags(place: Place): Promise<readonly answers.FlagAnswer[]> {
    const flags = await this.read(z.array(z.unknown()), flagsPath(place), "?include_archived=true");
    return flags.map((each) => this.flagOf(each, flagsPath(place)));
  }

  flag(place: Place, id: string): Promise<answers.FlagAnswer> {
    return this.flagFrom({ method: "GET", path: flagPath(place, id) });
  }

  createFlag(place: Place, body: object, landed: Landed): Promise<answers.FlagAnswer> {
    return this.flagFrom({ method: "POST", path: flagsPath(place), body, landed });
  }

  /** The whole of it: good only for what was read just before. */
  replaceFlag(place: Place, id: string, body: object, landed: Landed): Promise<answers.FlagAnswer> {
    return this.flagFrom({ method: "PUT", path: flagPath(place, id), body, idempotent: false, perishable: true, landed });
  }

  async deleteFlag(place: Place, id: string): Promise<void> {
    await this.send({ method: "DELETE", path: flagPath(place, id) });
  }

  /** Not in the published description, as the next: what the vendor's own client does. */
  async archiveFlag(place: Place, id: string): Promise<void> {
    await this.send({ method: "POST", path: `${flagPath(place, id)}/archive/`, idempotent: true });
  }

  async restoreFlag(place: Place, id: string): Promise<void> {
    await this.send({ method: "DELETE", path: `${flagPath(place, id)}/archive/` });
  }

  cohorts(place: Place) {
    return this.read(z.array(answers.cohortAnswer), cohortsPath(place));
  }

  cohort(place: Place, id: string) {
    return this.read(answers.cohortAnswer, `${cohortsPath(place)}/${part(id)}`);
  }

  async createCohort(place: Place, body: object, landed: Landed) {
    const path = cohortsPath(place);
    return this.parsed(answers.cohortAnswer, await this.send({ method: "POST", path, body, landed }), "POST", path);
  }

  async updateCohort(place: Place, id: string, body: object) {
    const path = `${cohortsPath(place)}/${part(id)}`;
    return this.parsed(
      answers.cohortAnswer,
      await this.send({ method: "PATCH", path, body, idempotent: true }),
      "PATCH",
      path,
    );
  }

  async deleteCohort(place: Place, id: string): Promise<void> {
    await this.send({ method: "DELETE", path: `${cohortsPath(place)}/${part(id)}` });
  }

  private async read<T extends z.ZodMiniType>(schema: T, path: string, query = ""): Promise<z.infer<T>> {
    return this.parsed(schema, await this.send({ method: "GET", path }, query), "GET", path);
  }

  private async flagFrom(request: HttpRequest): Promise<answers.FlagAnswer> {
    return this.flagOf(await this.send(request), request.path, request.method);
  }

  /** The content of the envelope. An answer of 200 can be a refusal too. */
  private async send(request: HttpRequest, query = ""): Promise<unknown> {
    const { body, status, host } = await this.withSlash(request, query);
    const envelope = z.safeParse(envelopeAnswer, body);
    if (envelope.success && envelope.data.status === "ok") return envelope.data.results;
    const words = envelope.success ? "the answer reports a failure" : "an answer without Mixpanel's envelope";
    const kind = envelope.success ? "refused" : "not-json";
    const { method, path } = request;
    throw new HttpError({ kind, method, path, status, words, body, ...(host !== undefined && { host }) });
  }

  private flagOf(results: unknown, path: string, method: HttpRequest["method"] = "GET"): answers.FlagAnswer {
    const flag = this.parsed(answers.flagAnswer, results, method, path);
    const pictures = z.safeParse(answers.screenshots, results);
    const hasPictures = pictures.success && pictures.data.ruleset.variants.some(({ screenshot }) => screenshot !== null);
    return hasPictures ? { ...flag, hasPictures } : flag;
  }

  private parsed<T extends z.ZodMiniType>(
    schema: T,
    results: unknown,
    method: HttpRequest["method"],
    path: string,
  ): z.infer<T> {
    return checked(schema, { method, path }, { body: results, host: new URL(this.http.root).host });
  }

  private async withSlash(request: HttpRequest, query: string): Promise<HttpAnswer> {
    const at = (slash: boolean): HttpRequest => {
      const path = `/api/app${request.path}${slash && !request.path.endsWith("/") ? "/" : ""}${query}`;
      return { ...request, path };
    };
    const sent = this.slashes;
    try {
      return await this.http.send(at(sent));
    } catch (error) {
      // Followed by hand: an HTTP library makes a GET of a PUT that is sent on.
      if (!(error instanceof HttpError) || sent || !REDIRECTS.has(error.status ?? 0)) throw error;
      const answer = await this.http.send(at(true));
      this.slashes = true;
      return answer;
    }
  }
}

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 307, 308]);

const envelopeAnswer = z.object({ status: z.string(), results: z.optional(z.unknown()) });

/** What a lost write would have been answered. */
export function landedAs(results: unknown): HttpAnswer {
  return { status: 200, body: { status: "ok", results } };
}

function flagsPath({ project, workspace }: Place): string {
  return `/projects/${part(project)}/workspaces/${part(workspace)}/feature-flags`;
}

function flagPath(place: Place, id: string): string {
  return `${flagsPath(place)}/${part(id)}`;
}

function cohortsPath({ project, workspace }: Place): string {
  return `/projects/${part(project)}/workspaces/${part(workspace)}/cohorts`;
}
