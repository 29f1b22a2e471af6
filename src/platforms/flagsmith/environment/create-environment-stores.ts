import type { FlagsmithContext } from "../run/context";
import { CreationTurns } from "../run/creation-turns";
import { CustomFields } from "../run/custom-fields";
import { EnvironmentReads } from "./environment-reads";
import { Environments } from "./environments";
import { ManagedProjects } from "./managed-projects";
import { ServerKeys } from "./server-keys";

/** The stores of projects, environments and their keys, and what flags share with them. */
export function createEnvironmentStores(context: FlagsmithContext) {
  const fields = new CustomFields(context);
  const turns = new CreationTurns();
  const environmentReads = new EnvironmentReads(context, fields);
  const environments = new Environments(context, environmentReads, fields, turns);
  return {
    environments,
    environmentReads,
    fields,
    turns,
    serverKeys: new ServerKeys(context),
    projects: new ManagedProjects(context),
  };
}
