import * as z from "zod/mini";
import type { HttpClient } from "../../../http/http-client";
import type { HttpAnswer, HttpRequest } from "../../../http/request";
import { checked, part } from "../../adapter/checked";
import { PageGuard } from "../../adapter/lists/page-guard";
import * as answers from "./answers";
import * as bodies from "./bodies";

type Landed = NonNullable<HttpRequest["landed"]>;

/** A flag, and the version of it that was read, for writes that must not undo others. */
export interface FlagDocument {
  readonly flag: answers.FlagAnswer;
  readonly etag: string | undefined;
}

/** Vercel's API for feature flags, endpoint by endpoint. Throws HttpError only. */
export class VercelClient {
  /** `scope`: the team, which goes with every request. */
  constructor(
    private readonly http: HttpClient,
    private readonly scope: Readonly<Record<string, string>>,
  ) {}

  settings(project: string) {
    return this.read(answers.settingsAnswer, `${root(project)}/settings`);
  }

  /** Archived flags are in a list of their own. */
  flags(project: string, state: "active" | "archived") {
    return this.list(answers.flagAnswer, `${root(project)}/flags`, { state });
  }

  async flag(project: string, id: string): Promise<FlagDocument> {
    const request: HttpRequest = { method: "GET", path: this.path(flagPath(project, id)) };
    return documentOf(request, await this.http.send(request));
  }

  async createFlag(project: string, body: bodies.CreateFlagBody, landed: Landed): Promise<FlagDocument> {
    const path = this.path(`${root(project)}/flags`);
    // A PUT that creates: sent twice it is refused.
    const request: HttpRequest = { method: "PUT", path, body: sent(bodies.createFlagBody, body), idempotent: false, landed };
    return documentOf(request, await this.http.send(request));
  }

  /**
   * Undefined: Vercel says that nothing was changed. May be sent twice: if the first one arrived, the version is another one by
   * then, and the refusal says so.
   */
  async updateFlag(
    project: string,
    id: string,
    body: bodies.UpdateFlagBody,
    etag: string | undefined,
  ): Promise<FlagDocument | undefined> {
    const request: HttpRequest = {
      method: "PATCH",
      path: this.path(flagPath(project, id)),
      body: sent(bodies.updateFlagBody, body),
      idempotent: true,
      ...ifMatch(etag),
    };
    const answer = await this.http.send(request);
    return answer.status === 304 ? undefined : documentOf(request, answer);
  }

  async deleteFlag(project: string, id: string, etag: string | undefined): Promise<void> {
    await this.http.send({ method: "DELETE", path: this.path(flagPath(project, id)), ...ifMatch(etag) });
  }

  segments(project: string) {
    return this.list(answers.segmentAnswer, `${root(project)}/segments`);
  }

  segment(project: string, id: string) {
    return this.read(answers.segmentAnswer, segmentPath(project, id));
  }

  async createSegment(project: string, body: bodies.CreateSegmentBody, landed: Landed) {
    const path = this.path(`${root(project)}/segments`);
    const request: HttpRequest = {
      method: "PUT",
      path,
      body: sent(bodies.createSegmentBody, body),
      idempotent: false,
      landed,
    };
    return checked(answers.segmentAnswer, request, await this.http.send(request));
  }

  /** Undefined: Vercel says that nothing was changed. Adding who is in, and removing who is not, changes nothing. */
  async updateSegment(project: string, id: string, body: bodies.UpdateSegmentBody) {
    const request: HttpRequest = {
      method: "PATCH",
      path: this.path(segmentPath(project, id)),
      body: sent(bodies.updateSegmentBody, body),
      idempotent: true,
    };
    const answer = await this.http.send(request);
    return answer.status === 304 ? undefined : checked(answers.segmentAnswer, request, answer);
  }

  async deleteSegment(project: string, id: string): Promise<void> {
    await this.http.send({ method: "DELETE", path: this.path(segmentPath(project, id)) });
  }

  private async read<T extends z.ZodMiniType>(schema: T, path: string): Promise<z.output<T>> {
    const request: HttpRequest = { method: "GET", path: this.path(path) };
    return checked(schema, request, await this.http.send(request));
  }

  /** All pages. Rows from a marketplace are not the project's own flags. */
  private async list<T extends z.ZodMiniType>(
    item: T,
    path: string,
    query: Readonly<Record<string, string>> = {},
  ): Promise<z.output<T>[]> {
    const pageAnswer = z.object({ data: z.array(z.looseObject({})), pagination: answers.paginationAnswer });
    const all: z.output<T>[] = [];
    const guard = new PageGuard({ path });
    for (let cursor: string | undefined = ""; cursor !== undefined;) {
      const request: HttpRequest = {
        method: "GET",
        path: this.path(path, { ...query, ...(cursor !== "" && { cursor }) }),
      };
      const answer = await this.http.send(request);
      const { data, pagination } = checked(pageAnswer, request, answer);
      const own = data.filter(({ typeName }) => typeName !== "marketplaceFlag");
      for (const each of checked(z.array(item), request, { ...answer, body: own })) all.push(each);
      cursor = pagination?.next ?? undefined;
      guard.page(answer, data.length, cursor);
    }
    return all;
  }

  private path(path: string, query: Readonly<Record<string, string>> = {}): string {
    const parameters = new URLSearchParams({ ...query, ...this.scope }).toString();
    return parameters === "" ? path : `${path}?${parameters}`;
  }
}

function root(project: string): string {
  return `/v1/projects/${part(project)}/feature-flags`;
}

function flagPath(project: string, id: string): string {
  return `${root(project)}/flags/${part(id)}`;
}

function segmentPath(project: string, id: string): string {
  return `${root(project)}/segments/${part(id)}`;
}

/** Byte for byte, as it was read. */
function ifMatch(etag: string | undefined): Pick<HttpRequest, "headers"> {
  return etag === undefined ? {} : { headers: { "If-Match": etag } };
}

function documentOf(request: HttpRequest, answer: HttpAnswer): FlagDocument {
  return { flag: checked(answers.flagAnswer, request, answer), etag: answer.etag };
}

/** A body with a member that is not in the vendor's schema is a mistake of ours, and is never sent. */
function sent<T extends z.ZodMiniType>(schema: T, body: z.output<T>): unknown {
  return schema.parse(body);
}
