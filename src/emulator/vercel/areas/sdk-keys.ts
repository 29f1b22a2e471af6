import { createHash } from "node:crypto";
import type { Reply } from "../../wire/server/reply";
import { empty, json } from "../../wire/server/reply";
import { createSdkKeyBody } from "../schema/sdk-key-body";
import { randomText } from "../store/ids";
import type { Project, SdkKey } from "../store/records";
import type { Store } from "../store/store";
import { badRequest, notFound } from "../wire/api-error";
import type { Request } from "../wire/request";
import { projectOf } from "../wire/scope";

interface MadeKey {
  readonly key: SdkKey;
  /** Shown once and not stored. */
  readonly secret: string;
}

type Wanted = Pick<SdkKey, "type" | "environment" | "label" | "createdBy">;

export function createSdkKey(request: Request): Reply {
  const body = request.body(createSdkKeyBody);
  const project = projectOf(request);
  if (!project.environments.includes(body.environment)) {
    throw badRequest(`The environment "${body.environment}" does not exist in the project.`);
  }
  const { sdkKeyType: type, environment, label } = body;
  const { key, secret } = addKey(request.store, project, { type, environment, label, createdBy: request.author.id });
  const connectionString = `flags:${new URLSearchParams({ sdkKey: secret }).toString()}`;
  return json({ ...keyView(key), keyValue: secret, connectionString });
}

/** No secret is ever shown again (reference, 3.12). */
export function listSdkKeys(request: Request): Reply {
  const project = projectOf(request);
  const keys = [...request.store.tables.sdkKeys.values()].filter((each) => each.projectId === project.id);
  return json({ data: keys.map(keyView) });
}

export function deleteSdkKey(request: Request): Reply {
  const project = projectOf(request);
  const key = request.store.tables.sdkKeys.get(request.param("hashKey"));
  if (key?.projectId !== project.id) throw notFound("SDK key");
  request.store.tables.sdkKeys.delete(key.hashKey);
  return empty();
}

/** The first flag of a project brings one key for each environment. */
export function addDefaultKeys(store: Store, project: Project, createdBy: string): void {
  const hasKeys = [...store.tables.sdkKeys.values()].some((each) => each.projectId === project.id);
  if (hasKeys || store.flagsOf(project.id).length > 0) return;
  for (const environment of project.environments) {
    addKey(store, project, { type: "server", environment, label: undefined, createdBy });
  }
}

function addKey(store: Store, project: Project, wanted: Wanted): MadeKey {
  const prefix = `vf_${wanted.type}_`;
  const secret = `${prefix}${randomText(32)}`;
  const key = {
    ...wanted,
    hashKey: createHash("sha256").update(secret).digest("hex"),
    projectId: project.id,
    partialKeyValue: `${secret.slice(0, prefix.length + 3)}********`,
    createdAt: store.now(),
  };
  store.tables.sdkKeys.set(key.hashKey, key);
  return { key, secret };
}

function keyView(key: SdkKey) {
  return { ...key, updatedAt: key.createdAt };
}
