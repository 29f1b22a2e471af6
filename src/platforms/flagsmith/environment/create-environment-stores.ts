import { CustomFields } from "../flag/custom-fields";
import type { FlagsmithContext } from "../run/context";
import { CreationTurns } from "../run/creation-turns";
import { Environments } from "./environments";
import { ManagedProjects } from "./managed-projects";
import { ServerKeys } from "./server-keys";

/** The stores of projects, environments and their keys, and what flags share with them. */
export function createEnvironmentStores(context: FlagsmithContext) {
  const fields = new CustomFields(context);
  const turns = new CreationTurns();
  const environments = new Environments(context, fields, turns);
  return { environments, fields, turns, serverKeys: new ServerKeys(context), projects: new ManagedProjects(context) };
}
