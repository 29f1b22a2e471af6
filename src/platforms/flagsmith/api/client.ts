import * as z from "zod/mini";
import type { HttpClient } from "../../../http/http-client";
import type { HttpRequest } from "../../../http/request";
import { checked, part } from "../../adapter/checked";
import * as answers from "./answers";
import { readPages } from "./read-pages";

type Landed = NonNullable<HttpRequest["landed"]>;

/** Flagsmith's admin API, endpoint by endpoint. Throws HttpError only. */
export class FlagsmithClient {
  constructor(private readonly http: HttpClient) {}

  organisations() {
    return this.list(answers.organisationAnswer, "/api/v1/organisations/");
  }

  projects(organisation?: number) {
    return this.list(
      answers.projectAnswer,
      `/api/v1/projects/${organisation === undefined ? "" : `?organisation=${organisation}`}`,
    );
  }

  project(id: string) {
    return this.get(answers.projectAnswer, `/api/v1/projects/${part(id)}/`);
  }

  managedProjects(organisation: string) {
    return this.list(answers.managedProjectAnswer, `/api/v1/projects/?organisation=${part(organisation)}`);
  }

  managedProject(id: string) {
    return this.get(answers.managedProjectAnswer, `/api/v1/projects/${part(id)}/`);
  }

  createProject(body: object, landed: Landed) {
    return this.write(answers.managedProjectAnswer, { method: "POST", path: "/api/v1/projects/", body, landed });
  }

  updateProject(id: string, body: object) {
    const path = `/api/v1/projects/${part(id)}/`;
    return this.write(answers.managedProjectAnswer, { method: "PATCH", path, body, idempotent: true });
  }

  deleteProject(id: string) {
    return this.delete(`/api/v1/projects/${part(id)}/`);
  }

  serverKeys(environmentKey: string) {
    return this.list(answers.serverKeyAnswer, serverKeysPath(environmentKey));
  }

  createServerKey(environmentKey: string, body: object, landed: Landed) {
    return this.write(answers.serverKeyAnswer, { method: "POST", path: serverKeysPath(environmentKey), body, landed });
  }

  updateServerKey(environmentKey: string, id: string, body: object) {
    const path = `${serverKeysPath(environmentKey)}${part(id)}/`;
    return this.write(answers.serverKeyAnswer, { method: "PATCH", path, body, idempotent: true });
  }

  deleteServerKey(environmentKey: string, id: string) {
    return this.delete(`${serverKeysPath(environmentKey)}${part(id)}/`);
  }

  environments(project: string) {
    return this.list(answers.environmentAnswer, `/api/v1/environments/?project=${part(project)}`);
  }

  environment(key: string) {
    return this.get(answers.environmentAnswer, `/api/v1/environments/${part(key)}/`);
  }

  cloneEnvironment(key: string, name: string, landed: Landed) {
    const path = `/api/v1/environments/${part(key)}/clone/`;
    return this.write(answers.cloneAnswer, { method: "POST", path, body: { name }, landed });
  }

  /** The answer comes at once, the work is done later. */
  async enableVersioning(key: string): Promise<void> {
    const path = `/api/v1/environments/${part(key)}/enable-v2-versioning/`;
    await this.http.send({ method: "POST", path, idempotent: true });
  }

  createEnvironment(body: object, landed: Landed) {
    return this.write(answers.environmentAnswer, { method: "POST", path: "/api/v1/environments/", body, landed });
  }

  updateEnvironment(key: string, body: object) {
    const path = `/api/v1/environments/${part(key)}/`;
    return this.write(answers.environmentAnswer, { method: "PATCH", path, body, idempotent: true });
  }

  deleteEnvironment(key: string) {
    return this.delete(`/api/v1/environments/${part(key)}/`);
  }

  /** The defaults, the overrides and the core identities' overrides of an environment. On SaaS up to a minute old. */
  document(key: string) {
    return this.get(answers.documentAnswer, `/api/v1/environments/${part(key)}/document/`);
  }

  /** With an environment, each flag includes its live default there. */
  features(project: string, query: { environment?: string; search?: string } = {}) {
    const parameters = new URLSearchParams({ ...query, page_size: "999" });
    return this.list(answers.featureAnswer, `/api/v1/projects/${part(project)}/features/?${parameters.toString()}`);
  }

  feature(project: string, id: string) {
    return this.get(answers.featureAnswer, `/api/v1/projects/${part(project)}/features/${part(id)}/`);
  }

  createFeature(project: string, body: object, landed: Landed) {
    const path = `/api/v1/projects/${part(project)}/features/`;
    return this.write(answers.featureAnswer, { method: "POST", path, body, landed });
  }

  updateFeature(project: string, id: string, body: object) {
    const path = `/api/v1/projects/${part(project)}/features/${part(id)}/`;
    return this.write(answers.featureAnswer, { method: "PATCH", path, body, idempotent: true });
  }

  deleteFeature(project: string, id: string) {
    return this.delete(`/api/v1/projects/${part(project)}/features/${part(id)}/`);
  }

  /** `add-owners`, `remove-owners`, `add-group-owners`, `remove-group-owners`. */
  changeOwners(project: string, id: string, action: string, body: object) {
    const path = `/api/v1/projects/${part(project)}/features/${part(id)}/${action}/`;
    return this.write(answers.ownersAnswer, { method: "POST", path, body, idempotent: true });
  }

  users(organisation: number) {
    return this.list(answers.userAnswer, `/api/v1/organisations/${organisation}/users/`);
  }

  groups(organisation: number) {
    return this.list(answers.groupAnswer, `/api/v1/organisations/${organisation}/groups/`);
  }

  /** The project's own custom fields and the organisation's. */
  customFields(project: string) {
    const query = "include_organisation=true&page_size=999";
    return this.list(answers.customFieldAnswer, `/api/v1/projects/${part(project)}/metadata/fields/?${query}`);
  }

  /** The ids of the kinds of objects that custom fields can apply to. */
  contentTypes(organisation: number) {
    const path = `/api/v1/organisations/${organisation}/metadata-model-fields/supported-content-types/`;
    return this.list(answers.contentTypeAnswer, path);
  }

  createTag(project: string, label: string, landed: Landed) {
    const path = `/api/v1/projects/${part(project)}/tags/`;
    return this.write(answers.tagAnswer, { method: "POST", path, body: { label }, landed });
  }

  tags(project: string) {
    return this.list(answers.tagAnswer, `/api/v1/projects/${part(project)}/tags/`);
  }

  segments(project: string, query: { q?: string } = {}) {
    const parameters = new URLSearchParams({ ...query, page_size: "999" });
    return this.list(answers.segmentAnswer, `/api/v1/projects/${part(project)}/segments/?${parameters.toString()}`);
  }

  segment(project: string, id: string) {
    return this.get(answers.segmentAnswer, `/api/v1/projects/${part(project)}/segments/${part(id)}/`);
  }

  createSegment(project: string, body: object, landed: Landed) {
    const path = `/api/v1/projects/${part(project)}/segments/`;
    return this.write(answers.segmentAnswer, { method: "POST", path, body, landed });
  }

  /** PUT if rules are given, because they are replaced as one tree; PATCH does not change them. */
  updateSegment(project: string, id: string, method: "PUT" | "PATCH", body: object) {
    const path = `/api/v1/projects/${part(project)}/segments/${part(id)}/`;
    return this.write(answers.segmentAnswer, { method, path, body, idempotent: true });
  }

  deleteSegment(project: string, id: string) {
    return this.delete(`/api/v1/projects/${part(project)}/segments/${part(id)}/`);
  }

  flag(environmentKey: string, feature: string) {
    return this.get(answers.flagAnswer, flagPath(environmentKey, feature));
  }

  writeFlag(method: "PUT" | "PATCH", environmentKey: string, feature: string, body: object) {
    const path = flagPath(environmentKey, feature);
    return this.write(answers.flagAnswer, { method, path, body, idempotent: true });
  }

  deleteSegmentOverride(environmentKey: string, feature: string, segment: string) {
    const path = `${flagPath(environmentKey, feature)}segment-overrides/${part(segment)}/`;
    return this.write(answers.flagAnswer, { method: "DELETE", path });
  }

  /** `update-flag-v1`, `update-flag-v2`: they contain the complete change, so they can be sent twice. */
  experiment(environmentKey: string, endpoint: string, body: object) {
    const path = `/api/experiments/environments/${part(environmentKey)}/${endpoint}/`;
    return this.write(z.unknown(), { method: "POST", path, body, idempotent: true });
  }

  featureStates(environment: string, feature: string) {
    const query = `environment=${part(environment)}&feature=${part(feature)}`;
    return this.list(answers.featureStateAnswer, `/api/v1/features/featurestates/?${query}`);
  }

  featureSegments(environment: string, feature: string) {
    const query = `environment=${part(environment)}&feature=${part(feature)}`;
    return this.list(answers.featureSegmentAnswer, `/api/v1/features/feature-segments/?${query}`);
  }

  createFeatureState(body: object, landed: Landed) {
    const path = "/api/v1/features/featurestates/";
    return this.write(answers.writtenStateAnswer, { method: "POST", path, body, landed });
  }

  updateFeatureState(state: number, body: object) {
    const path = `/api/v1/features/featurestates/${state}/`;
    return this.write(answers.writtenStateAnswer, { method: "PUT", path, body });
  }

  /** A link and its state. The server does not check whether the segment already has an override. */
  createSegmentOverride(environmentKey: string, feature: string, body: object, landed: Landed) {
    const path = `/api/v1/environments/${part(environmentKey)}/features/${part(feature)}/create-segment-override/`;
    return this.write(answers.segmentOverrideAnswer, { method: "POST", path, body, landed });
  }

  deleteFeatureSegment(link: number) {
    return this.delete(`/api/v1/features/feature-segments/${link}/`);
  }

  /** One at a time: with several, the server shifts some from outdated priorities. */
  moveFeatureSegment(link: number, priority: number) {
    const path = "/api/v1/features/feature-segments/update-priorities/";
    const body = [{ id: link, priority }];
    return this.write(z.unknown(), { method: "POST", path, body, idempotent: true });
  }

  /** Atomic: published completely, or not at all. */
  createVersion(environment: string, feature: string, body: object, again: Pick<HttpRequest, "idempotent" | "landed">) {
    const path = `/api/v1/environments/${part(environment)}/features/${part(feature)}/versions/`;
    return this.write(z.unknown(), { method: "POST", path, body, ...again });
  }

  private get<T extends z.ZodMiniType>(schema: T, path: string): Promise<z.output<T>> {
    return this.write(schema, { method: "GET", path });
  }

  private async write<T extends z.ZodMiniType>(schema: T, request: HttpRequest): Promise<z.output<T>> {
    return checked(schema, request, await this.http.send(request));
  }

  private async delete(path: string): Promise<void> {
    await this.http.send({ method: "DELETE", path });
  }

  /** All pages of a list; some lists are a plain array, in one page. */
  list<T extends z.ZodMiniType>(item: T, path: string): Promise<z.output<T>[]> {
    return readPages(this.http, item, path);
  }
}

function flagPath(environmentKey: string, feature: string): string {
  return `/api/__future__/environments/${part(environmentKey)}/features/${part(feature)}/`;
}

function serverKeysPath(environmentKey: string): string {
  return `/api/v1/environments/${part(environmentKey)}/api-keys/`;
}
