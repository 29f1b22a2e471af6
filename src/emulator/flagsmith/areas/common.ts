import type { Reply } from "../../wire/server/reply";
import { nullable, text } from "../drf/field";
import type { Environment, Feature, Project } from "../store/records";
import { forbidden, noMatch } from "../wire/api-error";
import type { Request } from "../wire/request";

/** `isoformat()` with the microseconds that JavaScript does not have. */
export function time(date: Date | null): string | null {
  return date && date.toISOString().replace("Z", "000Z");
}

export function projectOf(request: Request): Project {
  const project = request.store.tables.projects.get(request.id("project"));
  if (!project) throw noMatch("Project");
  return project;
}

export function featureOf(request: Request, project: number): Feature {
  const feature = request.store.tables.features.get(request.id("feature"));
  if (feature?.project !== project) throw noMatch("Feature");
  return feature;
}

export function environmentOf(request: Request): Environment {
  const environment = request.store.environmentByKey(request.param("environment"));
  if (!environment) throw noMatch("Environment");
  return environment;
}

/** Most views below an environment ask for permission first: an unknown environment is 403 there, not 404. */
export function permittedEnvironment(request: Request): Environment {
  const environment = request.store.environmentByKey(request.param("environment"));
  if (!environment) throw forbidden();
  return environment;
}

export function nullableText(max?: number): ReturnType<typeof nullable<string>> {
  return nullable(text({ required: false, blank: true, ...(max !== undefined && { max }) }));
}

/** Copies the fields that were sent into a row; the others stay. */
export function assign<T extends object>(row: T, changes: { [N in keyof T]?: T[N] | undefined }): void {
  for (const [name, value] of Object.entries(changes)) if (value !== undefined) Object.assign(row, { [name]: value });
}

/** The reply to a creation that takes time: until it is sent, concurrent requests do not see the new object. */
export function takingTime(request: Request, made: { readonly id: number }, reply: Reply): Reply {
  const { creationTime } = request.options;
  request.store.finishLater(made.id, creationTime);
  return creationTime === 0 ? reply : { ...reply, afterMilliseconds: creationTime };
}
