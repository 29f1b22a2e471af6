import type { Role } from "../options";
import type { ApiKey, Scope } from "../store/records";
import { ApiError } from "./api-error";

interface Rule {
  readonly roles: readonly Role[];
  readonly scopes: readonly Scope["kind"][];
}

const EVERYWHERE = ["GLOBAL", "WORKSPACE", "ENVIRONMENT"] as const;
const WORKSPACES = ["GLOBAL", "WORKSPACE"] as const;
const ADMINS = ["API_ALL_GRANTED", "API_ADMIN", "API_WORKSPACE_ADMIN"] as const;
const ANYBODY = [
  ...ADMINS,
  "API_APIKEY",
  "API_FEATURE_FLAG_VIEWER",
  "API_FEATURE_FLAG_EDITOR",
  "API_SEGMENT_VIEWER",
  "API_SEGMENT_EDITOR",
] as const;
const FLAG_EDITORS = ["API_ALL_GRANTED", "API_FEATURE_FLAG_EDITOR"] as const;
const FLAG_READERS = [...FLAG_EDITORS, "API_FEATURE_FLAG_VIEWER"] as const;
const SEGMENT_EDITORS = ["API_ALL_GRANTED", "API_SEGMENT_EDITOR"] as const;
const SEGMENT_READERS = [...SEGMENT_EDITORS, "API_SEGMENT_VIEWER"] as const;

/** Who may do what (split.md 1.2); where the reference has no row, the nearest one. */
const RULES = {
  "read anything": { roles: ANYBODY, scopes: EVERYWHERE },
  "write workspaces": { roles: ["API_ALL_GRANTED", "API_ADMIN"], scopes: ["GLOBAL"] },
  "write environments": { roles: ADMINS, scopes: WORKSPACES },
  "write traffic types": { roles: ADMINS, scopes: WORKSPACES },
  "write api keys": { roles: [...ADMINS, "API_APIKEY"], scopes: WORKSPACES },
  "read flags": { roles: FLAG_READERS, scopes: WORKSPACES },
  "write flags": { roles: FLAG_EDITORS, scopes: WORKSPACES },
  "read definitions": { roles: FLAG_READERS, scopes: EVERYWHERE },
  "write definitions": { roles: FLAG_EDITORS, scopes: EVERYWHERE },
  "read segments": { roles: SEGMENT_READERS, scopes: EVERYWHERE },
  "write segments": { roles: SEGMENT_EDITORS, scopes: WORKSPACES },
  "write segment keys": { roles: SEGMENT_EDITORS, scopes: EVERYWHERE },
  "read change requests": { roles: [...FLAG_READERS, "API_SEGMENT_EDITOR", "API_SEGMENT_VIEWER"], scopes: EVERYWHERE },
  "write change requests": { roles: [...FLAG_EDITORS, "API_SEGMENT_EDITOR"], scopes: EVERYWHERE },
} as const satisfies Record<string, Rule>;

export type Access = keyof typeof RULES;

/** Throws the error that a key without this permission gets. */
export function demand(key: ApiKey, access: Access): void {
  const rule: Rule = RULES[access];
  if (!key.roles.some((each) => rule.roles.includes(each)) || !rule.scopes.includes(key.scope.kind)) {
    throw new ApiError(
      403,
      "You are not authorized to perform this operation",
      `The role or the scope of the key may not ${access}`,
    );
  }
}

export function seesWorkspace(key: ApiKey, workspace: string): boolean {
  return key.scope.kind === "GLOBAL" || key.scope.workspace === workspace;
}

export function seesEnvironment(key: ApiKey, environment: { readonly id: string; readonly workspace: string }): boolean {
  if (!seesWorkspace(key, environment.workspace)) return false;
  return key.scope.kind !== "ENVIRONMENT" || key.scope.environments.includes(environment.id);
}
