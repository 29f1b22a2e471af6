import * as z from "zod/mini";
import type { HttpRequest } from "../../../http/request";
import { part } from "../../adapter/checked";
import { PageGuard } from "../../adapter/lists/page-guard";
import { documentAnswer } from "../document/document";
import type { PatchOperation } from "../document/patch";
import * as answers from "./answers";
import { type ChangeNote, collect, query, type Requests } from "./requests";

type Landed = NonNullable<HttpRequest["landed"]>;

/** Workspaces, environments, flags and definitions, endpoint by endpoint. Throws HttpError only. */
export class SplitClient {
  constructor(private readonly requests: Requests) {}

  workspaces(filter: Readonly<Record<string, string>>) {
    return this.requests.pages(answers.workspaceAnswer, "/workspaces", 100, filter);
  }

  environments(workspace: string) {
    return this.requests.pages(answers.environmentAnswer, `/environments/ws/${part(workspace)}`, 100);
  }

  createEnvironment(workspace: string, body: object, landed: Landed) {
    const path = `/environments/ws/${part(workspace)}`;
    return this.requests.send(answers.environmentAnswer, { method: "POST", path, body, landed });
  }

  updateEnvironment(workspace: string, id: string, body: readonly PatchOperation[]) {
    const path = `/environments/ws/${part(workspace)}/${part(id)}`;
    return this.requests.run({ method: "PATCH", path, body, idempotent: true });
  }

  deleteEnvironment(workspace: string, id: string) {
    return this.requests.run({ method: "DELETE", path: `/environments/ws/${part(workspace)}/${part(id)}` });
  }

  deleteApiKey(id: string) {
    return this.requests.run({ method: "DELETE", path: `/apiKeys/${part(id)}` });
  }

  trafficTypes(workspace: string) {
    return this.requests.pages(answers.trafficTypeAnswer, `/trafficTypes/ws/${part(workspace)}`, 100);
  }

  rolloutStatuses(workspace: string) {
    return this.requests.pages(answers.rolloutStatusAnswer, "/rolloutStatuses", 100, { wsId: workspace });
  }

  flags(workspace: string) {
    return this.requests.pages(answers.flagAnswer, `/splits/ws/${part(workspace)}`, 50);
  }

  flag(workspace: string, nameOrId: string) {
    const path = `/splits/ws/${part(workspace)}/${part(nameOrId)}`;
    return this.requests.send(answers.flagAnswer, { method: "GET", path });
  }

  createFlag(workspace: string, trafficType: string, body: object, landed: Landed) {
    const path = `/splits/ws/${part(workspace)}/trafficTypes/${part(trafficType)}`;
    return this.requests.send(answers.flagAnswer, { method: "POST", path, body, landed });
  }

  updateFlag(workspace: string, name: string, body: readonly PatchOperation[]) {
    const path = `/splits/ws/${part(workspace)}/${part(name)}`;
    return this.requests.send(answers.flagAnswer, { method: "PATCH", path, body, idempotent: true });
  }

  deleteFlag(workspace: string, name: string) {
    return this.requests.run({ method: "DELETE", path: `/splits/ws/${part(workspace)}/${part(name)}` });
  }

  definitions(workspace: string, environment: string) {
    return this.requests.pages(documentAnswer, `/splits/ws/${part(workspace)}/environments/${part(environment)}`, 50);
  }

  definition(place: Place) {
    return this.requests.send(documentAnswer, { method: "GET", path: definitionPath(place) });
  }

  createDefinition(place: Place, body: object, words: ChangeNote, landed: Landed) {
    const path = definitionPath(place);
    return this.requests.send(documentAnswer, { method: "POST", path, body: { ...body, ...words }, landed });
  }

  /** Not repeatable: a place in a list is another one after the first time. */
  patchDefinition(place: Place, body: readonly PatchOperation[], words: ChangeNote, landed: Landed) {
    const path = `${definitionPath(place)}${query(words)}`;
    return this.requests.send(documentAnswer, { method: "PATCH", path, body, landed });
  }

  setKilled(place: Place, killed: boolean, body: ChangeNote) {
    return this.requests.run({ method: "PUT", path: `${definitionPath(place)}/${killed ? "kill" : "restore"}`, body });
  }

  deleteDefinition(place: Place, words: ChangeNote) {
    return this.requests.run({ method: "DELETE", path: `${definitionPath(place)}${query(words)}` });
  }
}

/** Change requests, endpoint by endpoint. */
export class ChangeRequestClient {
  constructor(private readonly requests: Requests) {}

  /** Those that wait for a decision. */
  async open(environment: string): Promise<answers.ChangeRequestAnswer[]> {
    const all: answers.ChangeRequestAnswer[] = [];
    const guard = new PageGuard({ path: "/changeRequests" });
    const page = z.object({ data: z.array(answers.changeRequestAnswer), nextMarker: z.nullish(z.string()) });
    for (let after: string | undefined; ;) {
      const path = `/changeRequests${query({ status: "REQUESTED", environmentId: environment, limit: 100, after })}`;
      const { body, ...answer } = await this.requests.sendWhole(page, { method: "GET", path });
      const { data, nextMarker } = body;
      all.push(...data);
      // A marker that comes again leads nowhere.
      if (data.length === 0 || typeof nextMarker !== "string" || nextMarker === after) return all;
      after = nextMarker;
      guard.page(answer, data.length, after);
    }
  }

  submit(workspace: string, environment: string, body: object, landed: Landed) {
    const path = `/changeRequests/ws/${part(workspace)}/environments/${part(environment)}`;
    return this.requests.send(answers.changeRequestAnswer, { method: "POST", path, body, landed });
  }

  withdraw(id: string, comment: string) {
    const body = { status: "WITHDRAWN", comment };
    return this.requests.run({ method: "PUT", path: `/changeRequests/${part(id)}`, body });
  }
}

export interface Place {
  readonly workspace: string;
  readonly flag: string;
  readonly environment: string;
}

function definitionPath({ workspace, flag, environment }: Place): string {
  return `/splits/ws/${part(workspace)}/${part(flag)}/environments/${part(environment)}`;
}

const PATHS = { standard: "/segments", large: "/large-segments", rule_based: "/rule-based-segments" } as const;
export type KindName = keyof typeof PATHS;

/** Keys in one upload, and in one page. */
export const KEYS_PER_UPLOAD = 10_000;
const KEYS_PER_PAGE = 100;
/** A million keys. */
const MOST_PAGES_OF_KEYS = 10_000;

/** Segments of the three kinds, endpoint by endpoint. */
export class SegmentClient {
  constructor(private readonly requests: Requests) {}

  segments(kind: KindName, workspace: string) {
    return this.requests.pages(answers.segmentAnswer, `${PATHS[kind]}/ws/${part(workspace)}`, 50);
  }

  create(kind: KindName, workspace: string, trafficType: string, body: object, landed: Landed) {
    const path = `${PATHS[kind]}/ws/${part(workspace)}/trafficTypes/${part(trafficType)}`;
    return this.requests.send(answers.segmentNameAnswer, { method: "POST", path, body, landed });
  }

  delete(kind: KindName, workspace: string, name: string) {
    return this.requests.run({ method: "DELETE", path: `${PATHS[kind]}/ws/${part(workspace)}/${part(name)}` });
  }

  /** The names of those that are enabled in an environment. */
  enabled(kind: KindName, workspace: string, environment: string) {
    const path = `${PATHS[kind]}/ws/${part(workspace)}/environments/${part(environment)}`;
    return this.requests.pages(answers.segmentNameAnswer, path, 50);
  }

  /** An upsert to us: enabled already is as good. */
  enable(kind: KindName, environment: string, name: string) {
    const path = `${PATHS[kind]}/${part(environment)}/${part(name)}`;
    return this.requests.run({ method: "POST", path, idempotent: true });
  }

  disable(kind: KindName, environment: string, name: string) {
    return this.requests.run({ method: "DELETE", path: `${PATHS[kind]}/${part(environment)}/${part(name)}` });
  }

  /** The total is called `count` here, and is not trusted either. */
  keys(environment: string, name: string): Promise<string[]> {
    const list = `/segments/${part(environment)}/${part(name)}/keys`;
    const read = async (offset: number) => {
      const path = `${list}${query({ offset, limit: KEYS_PER_PAGE })}`;
      const { body, ...answer } = await this.requests.sendWhole(answers.keysAnswer, { method: "GET", path });
      return { answer, items: body.keys.map(({ key }) => key), total: body.count };
    };
    return collect(list, read, MOST_PAGES_OF_KEYS);
  }

  uploadKeys(environment: string, name: string, keys: readonly string[], words: ChangeNote) {
    const path = `/segments/${part(environment)}/${part(name)}/uploadKeys?replace=false`;
    return this.requests.run({ method: "PUT", path, body: { keys, ...words } });
  }

  removeKeys(environment: string, name: string, keys: readonly string[], words: ChangeNote) {
    const path = `/segments/${part(environment)}/${part(name)}/removeKeys`;
    return this.requests.run({ method: "PUT", path, body: { keys, ...words } });
  }

  /** Rule-based segments as they are in an environment. */
  definitions(workspace: string, environment: string) {
    const path = `${PATHS.rule_based}/ws/${part(workspace)}/environments/${part(environment)}`;
    return this.requests.pages(answers.segmentDefinitionAnswer, path, 50);
  }

  writeDefinition(workspace: string, environment: string, name: string, body: object) {
    const path = `${PATHS.rule_based}/ws/${part(workspace)}/${part(name)}/environments/${part(environment)}`;
    return this.requests.send(z.unknown(), { method: "PUT", path, body });
  }
}
