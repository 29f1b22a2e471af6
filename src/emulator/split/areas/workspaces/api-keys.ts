import { randomBytes } from "node:crypto";
import { z } from "zod";
import type { Role } from "../../options";
import { ROLES } from "../../options";
import type { ApiKey, Scope } from "../../store/records";
import type { Store } from "../../store/store";
import { seesEnvironment } from "../../wire/access";
import { ApiError, invalid, notFound } from "../../wire/api-error";
import type { Request } from "../../wire/request";
import { gone, made, on, route } from "../../wire/route";

const body = z.strictObject({
  name: z.string().min(1).max(100),
  apiKeyType: z.enum(["client_side", "server_side", "admin"]),
  workspace: z.strictObject({ id: z.string(), type: z.literal("workspace"), name: z.string().optional() }).optional(),
  environments: z
    .array(z.strictObject({ id: z.string(), type: z.literal("environment"), name: z.string().optional() }))
    .default([]),
  roles: z.array(z.enum(ROLES)).default([]),
});

export const apiKeyRoutes = [
  route("/apiKeys", {
    POST: on("write api keys", (request) => {
      const given = request.read(body);
      if (given.apiKeyType === "admin" && request.caller.harness) {
        throw new ApiError(405, "Admin API keys are made in Harness");
      }
      const scope = scopeOf(request, given);
      if (given.apiKeyType === "admin" ? given.roles.length === 0 : given.environments.length === 0) {
        throw invalid(given.apiKeyType === "admin" ? "An admin key needs roles" : "An SDK key needs environments");
      }
      const key = addApiKey(request.store, { name: given.name, type: given.apiKeyType, roles: given.roles, scope });
      // The secret is shown only once.
      return made(request, { ...given, id: key.id, key: key.secret });
    }),
  }),
  route("/apiKeys/{key}", {
    DELETE: on("write api keys", (request) => {
      const { apiKeys } = request.store.tables;
      const given = request.param("key");
      const found = apiKeys.get(given) ?? [...apiKeys.values()].find((each) => each.secret === given);
      if (!found) throw notFound("API key");
      if (found.scope.kind !== "GLOBAL") request.workspace(found.scope.workspace);
      apiKeys.delete(found.id);
      return gone();
    }),
  }),
];

export function addApiKey(
  store: Store,
  given: { name: string; type: ApiKey["type"]; roles: readonly Role[]; scope: Scope; secret?: string },
): ApiKey {
  const key = { id: store.newId(), ...given, secret: given.secret ?? randomBytes(24).toString("base64url") };
  store.tables.apiKeys.set(key.id, key);
  return key;
}

function scopeOf(request: Request, given: z.output<typeof body>): Scope {
  if (!given.workspace) {
    if (given.environments.length > 0 || given.apiKeyType !== "admin") throw invalid("workspace is required");
    return { kind: "GLOBAL" };
  }
  const workspace = request.workspace(given.workspace.id);
  const environments = given.environments.map(({ id }) => {
    const found = request.store.environmentsOf(workspace.id).find((each) => each.id === id);
    if (!found || !seesEnvironment(request.caller.key, found)) throw notFound(`Environment ${id}`);
    return found.id;
  });
  return environments.length === 0
    ? { kind: "WORKSPACE", workspace: workspace.id }
    : { kind: "ENVIRONMENT", workspace: workspace.id, environments };
}
