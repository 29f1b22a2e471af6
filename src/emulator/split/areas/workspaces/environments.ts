import { z } from "zod";
import { json } from "../../../wire/server/reply";
import { applyPatch } from "../../patch/json-patch";
import type { ApiKey, Environment, Workspace } from "../../store/records";
import type { Store } from "../../store/store";
import { seesEnvironment } from "../../wire/access";
import { conflict, invalid } from "../../wire/api-error";
import type { Json } from "../../wire/json";
import type { Request } from "../../wire/request";
import { check } from "../../wire/request";
import { gone, made, on, route } from "../../wire/route";
import { addApiKey } from "./api-keys";
import { changePermissions, checkPermissions, dataExportPermissions } from "./environment-permissions";

const body = z.strictObject({
  name: z.string().min(1),
  // An existing provider sends this word; the server accepts it (split.md 2.2).
  production: z.union([z.boolean(), z.enum(["true", "false"]).transform((word) => word === "true")]).default(false),
  changePermissions: changePermissions.default(() => changePermissions.parse({})),
  dataExportPermissions: dataExportPermissions.default(() => dataExportPermissions.parse({})),
});
type Body = z.output<typeof body>;

export const environmentRoutes = [
  route("/environments/ws/{ws}", {
    GET: on("read anything", (request) => {
      const all = request.store.environmentsOf(request.workspace().id);
      const visible = all.filter((each) => seesEnvironment(request.caller.key, each));
      const { permissionsInList } = request.options;
      return json(
        visible.map(({ id, name, production, creationTime, changePermissions: change }) => {
          return { id, name, production, ...(permissionsInList && { creationTime, changePermissions: change }) };
        }),
      );
    }),
    POST: on("write environments", (request) => {
      const workspace = request.workspace();
      const given = request.read(body);
      checkBody(request, workspace, given, undefined);
      const environment = addEnvironment(request.store, workspace, given);
      const tokens = addTokens(request.store, workspace, environment);
      return made(request, { ...show(request.store, environment), apiTokens: tokens.map(showToken) });
    }),
  }),
  route("/environments/ws/{ws}/{env}", {
    PATCH: on("write environments", (request) => {
      const workspace = request.workspace();
      const environment = request.environment(workspace);
      const { name, production, changePermissions: change, dataExportPermissions: exporting } = environment;
      const document = { name, production, changePermissions: change, dataExportPermissions: exporting };
      const after = check(body, applyPatch(document as unknown as Json, request.json(), request.options));
      checkBody(request, workspace, after, environment);
      Object.assign(environment, after);
      return json(show(request.store, environment));
    }),
    DELETE: on("write environments", (request) => {
      const environment = request.environment(request.workspace());
      refuseUsed(request.store, environment);
      request.store.tables.environments.delete(environment.id);
      return gone();
    }),
  }),
];

export function addEnvironment(store: Store, workspace: Workspace, given: Body): Environment {
  const environment = { id: store.newId(), workspace: workspace.id, creationTime: store.tick(), ...given };
  store.tables.environments.set(environment.id, environment);
  return environment;
}

/** Every new environment gets one key for browsers and one for servers. */
export function addTokens(store: Store, workspace: Workspace, environment: Environment): ApiKey[] {
  const scope = { kind: "ENVIRONMENT", workspace: workspace.id, environments: [environment.id] } as const;
  return (["client_side", "server_side"] as const).map((type) =>
    addApiKey(store, { name: `${environment.name}-${type}`, type, roles: [], scope }),
  );
}

export const environmentBody = body;

function checkBody(request: Request, workspace: Workspace, given: Body, own: Environment | undefined): void {
  const { store, options } = request;
  if (given.name !== own?.name && given.name.length > options.environmentNameMaximum) {
    throw invalid(`The name of an environment has at most ${options.environmentNameMaximum} characters`);
  }
  const taken = store.environmentsOf(workspace.id).find((each) => each.name === given.name);
  if (taken && taken.id !== own?.id) throw conflict(`An environment named ${given.name} already exists`);
  checkPermissions(store, given.changePermissions, given.dataExportPermissions, request.caller.harness);
}

function refuseUsed(store: Store, { id, name }: Environment): void {
  const keys = [...store.tables.apiKeys.values()].filter(
    ({ scope, type }) => type !== "admin" && scope.kind === "ENVIRONMENT" && scope.environments.includes(id),
  );
  if (keys.length > 0) throw invalid(`The environment ${name} still has API keys: delete them first`);
  if (store.definitionsIn(id).length > 0) throw invalid(`The environment ${name} still has feature flags`);
  if (store.membershipsIn(id).length > 0) throw invalid(`The environment ${name} still has segments`);
}

function show(store: Store, environment: Environment): object {
  return {
    id: environment.id,
    name: environment.name,
    production: environment.production,
    creationTime: environment.creationTime,
    environmentType: environment.production ? "PRODUCTION" : "PRE_PRODUCTION",
    orgId: store.organisation,
    status: "ACTIVE",
    workspaceIds: [environment.workspace],
    changePermissions: environment.changePermissions,
    dataExportPermissions: environment.dataExportPermissions,
  };
}

/** Secrets are never returned here. */
function showToken({ id, name, type }: ApiKey): object {
  return { id, name, type: "api_key", apiKeyType: type };
}
