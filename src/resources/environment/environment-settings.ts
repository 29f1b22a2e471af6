import type { Environment, EnvironmentSettings } from "../../platforms/port/environment";
import { changedColumns, changedFields, orNull, readColumns, readFields } from "../common/flagsmith/flagsmith-columns";
import { reread } from "../common/reread";
import { ENVIRONMENT_COLUMNS, type EnvironmentState } from "./environment-attributes";

export function settingsOf(state: EnvironmentState): EnvironmentSettings {
  const { flagsmith } = state;
  const source = flagsmith?.clone_from_id ? `id:${flagsmith.clone_from_id}` : flagsmith?.clone_from;
  return {
    name: state.name,
    ...(state.description !== null && { description: state.description }),
    ...flagsmithChanges(null, flagsmith),
    ...splitChanges(null, state.split),
    ...(source && { making: { cloneFrom: source } }),
  };
}

export function changesOf(prior: EnvironmentState, state: EnvironmentState): Partial<EnvironmentSettings> {
  return {
    ...(state.name !== prior.name && { name: state.name }),
    ...(state.description !== null && state.description !== prior.description && { description: state.description }),
    ...flagsmithChanges(prior.flagsmith, state.flagsmith),
    ...splitChanges(prior.split, state.split),
  };
}

/** What an update (or, from nothing, a create) sends of Flagsmith's own settings. */
function flagsmithChanges(
  prior: EnvironmentState["flagsmith"],
  planned: EnvironmentState["flagsmith"],
): Pick<EnvironmentSettings, "flagsmith"> {
  const columns = changedColumns(ENVIRONMENT_COLUMNS, prior, planned);
  const metadata = changedFields(prior?.metadata ?? null, planned?.metadata ?? null);
  const versioned = planned?.feature_versioning ?? null;
  const flagsmith = {
    ...(Object.keys(columns).length > 0 && { columns }),
    ...(metadata && { metadata }),
    ...(versioned !== null && versioned !== (prior?.feature_versioning ?? null) && { versioned }),
  };
  return Object.keys(flagsmith).length > 0 ? { flagsmith } : {};
}

function splitChanges(
  prior: EnvironmentState["split"],
  planned: EnvironmentState["split"],
): Pick<EnvironmentSettings, "settings"> {
  const production = planned?.production ?? null;
  if (production === null || production === prior?.production) return {};
  return { settings: { split: { production } } };
}

/** The state as the platform has it. */
export function stateOf(state: EnvironmentState, found: Environment, imported: boolean): EnvironmentState {
  return {
    ...state,
    name: found.name,
    description: reread(state.description, found.description ?? "", imported),
    flagsmith: flagsmithOf(state.flagsmith, found.flagsmith, imported),
    split: splitOf(state.split, found.settings?.split?.production, imported),
    id: found.id,
    client_key: found.clientKey,
  };
}

function splitOf(
  stated: EnvironmentState["split"],
  production: boolean | undefined,
  imported: boolean,
): EnvironmentState["split"] {
  if (stated === null) return imported && production === true ? { production } : null;
  return { production: production === undefined ? stated.production : reread(stated.production, production, imported) };
}

function flagsmithOf(
  stated: EnvironmentState["flagsmith"],
  found: Environment["flagsmith"],
  imported: boolean,
): EnvironmentState["flagsmith"] {
  if (!found) return stated;
  const { columns, metadata, versioned } = found;
  return orNull(
    {
      clone_from: stated?.clone_from ?? null,
      clone_from_id: stated?.clone_from_id ?? null,
      ...(readColumns(ENVIRONMENT_COLUMNS, stated, columns, imported) as ReadColumns),
      feature_versioning: reread(stated?.feature_versioning ?? null, versioned, imported),
      metadata: readFields(stated?.metadata ?? null, metadata, imported),
    },
    stated,
  );
}

/** The table has exactly these columns, each of the attribute's type. */
type ReadColumns = Omit<
  NonNullable<EnvironmentState["flagsmith"]>,
  "clone_from" | "clone_from_id" | "feature_versioning" | "metadata"
>;
