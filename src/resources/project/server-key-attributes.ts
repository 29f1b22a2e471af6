import type { Environment } from "../../platforms/port/environment";
import type { Project } from "../../platforms/port/named";
import type { Platform } from "../../platforms/port/platform";
import type { ServerKeyStore } from "../../platforms/port/server-key";
import { DiagnosticError, error } from "../../terraform/diagnostic";
import { computed, optional, required, type State, t } from "../../terraform/schema";
import { type FoundParent, parentToWrite } from "../audience/unit";
import { NON_EMPTY } from "../common/checks";
import { environmentReference, projectAttribute, scopeAttribute } from "../common/common-attributes";
import type { SubjectPaths } from "../common/platform-diagnostic";
import type { Client } from "../run/client";

export const serverKeyAttributes = {
  name: required(t.string, "The key's name. It can be changed in place.", { check: NON_EMPTY }),
  project: projectAttribute,
  ...environmentReference,
  active: optional(t.bool, "Whether the key is active. An inactive key can be activated again."),
  deletion_protection: optional(t.bool, "Refuses every plan that would delete the key."),
  adopt_existing: optional(t.bool, "Takes over a key of this name that already exists, instead of failing."),
  id: computed(t.string, "The platform's id."),
  key: computed(t.string, "The key that servers use to read the environment's flags.", { sensitive: true }),
  scope: scopeAttribute,
} as const;

export type KeyState = State<typeof serverKeyAttributes>;

export const PATHS: SubjectPaths = { "server key": ["name"], environment: ["environment"], project: ["project"] };

export const PARENTS = ["environment"] as const;

export const ENVIRONMENT = "environment";

export function storeOf({ serverKeys, title }: Platform): ServerKeyStore {
  if (serverKeys) return serverKeys;
  throw new DiagnosticError(
    error(
      `Server keys cannot be managed on ${title}`,
      `Use the keys that ${title} creates itself, or a flagform provider for Flagsmith.`,
    ),
  );
}

export function environmentToWrite(
  { environment: name, environment_id: id }: KeyState,
  project: Project,
  { platform }: Client,
  attempted: string,
): Promise<FoundParent<Environment>> {
  return parentToWrite(platform.environments, project, { name, id }, attempted);
}
