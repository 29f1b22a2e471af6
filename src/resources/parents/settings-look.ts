import type { DefinitionSettings } from "../../platforms/model/settings";
import type { Named, Project } from "../../platforms/port/named";
import { changedSettings, knownSettings } from "../common/platform-settings";
import type { Client } from "../run/client";

/** What the platform must have for the settings of a definition that change. */
export async function requireDefinitionSettings(
  prior: object | null,
  planned: object,
  project: Project,
  environment: Named,
  attempted: string,
  { platform }: Client,
): Promise<void> {
  const settings = changedSettings<DefinitionSettings>(prior && knownSettings(prior), knownSettings(planned));
  if (settings) await platform.definitions.requireSettings?.(project, environment.name, settings, attempted);
}
