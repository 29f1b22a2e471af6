import type { CustomFields, FlagsmithFlagSettings } from "../../platforms/model/flagsmith-settings";
import type { Flag } from "../../platforms/port/flag";
import type { ValueAttribute } from "../audience/serve-value";
import { changedFields, orNull, readFields } from "../common/flagsmith/flagsmith-columns";
import { same } from "../common/known";
import { reread, rereadSet } from "../common/reread";

/** Converts between a flag's `flagsmith` attribute and Flagsmith's own settings. */

interface FlagsmithAttribute {
  readonly initial_enabled: boolean | null;
  readonly initial_value: ValueAttribute | null;
  readonly server_key_only: boolean | null;
  readonly create_tags: boolean | null;
  readonly owners: readonly string[] | null;
  readonly group_owners: readonly string[] | null;
  readonly metadata: CustomFields | null;
}

/** Attributes that do not describe the flag as it is now: leaving them out hands nothing over. */
export const CREATION_ONLY = ["initial_enabled", "initial_value", "create_tags"];

export function flagsmithSettings(attribute: FlagsmithAttribute): FlagsmithFlagSettings {
  return flagsmithChanges(null, attribute);
}

/** The differences; everything, if there is no prior state. */
export function flagsmithChanges(
  prior: FlagsmithAttribute | null,
  planned: FlagsmithAttribute | null,
): FlagsmithFlagSettings {
  if (planned === null) return {};
  const metadata = changedFields(prior?.metadata ?? null, planned.metadata);
  const isChanged = (name: "server_key_only" | "owners" | "group_owners") =>
    planned[name] !== null && !same(planned[name], prior?.[name] ?? null);
  return {
    ...(isChanged("server_key_only") && planned.server_key_only !== null && { serverKeyOnly: planned.server_key_only }),
    ...(isChanged("owners") && planned.owners && { owners: planned.owners }),
    ...(isChanged("group_owners") && planned.group_owners && { groupOwners: planned.group_owners }),
    ...(metadata && { metadata }),
  };
}

export function readFlagsmith(
  stated: FlagsmithAttribute | null,
  found: Flag["flagsmith"],
  imported: boolean,
): FlagsmithAttribute | null {
  if (!found) return stated;
  return orNull(
    {
      initial_enabled: stated?.initial_enabled ?? null,
      initial_value: stated?.initial_value ?? null,
      server_key_only: reread(stated?.server_key_only ?? null, found.serverKeyOnly, imported),
      create_tags: stated?.create_tags ?? null,
      owners: rereadAnyCase(stated?.owners ?? null, found.owners, imported),
      group_owners: rereadAnyCase(stated?.group_owners ?? null, found.groupOwners, imported),
      metadata: readFields(stated?.metadata ?? null, found.metadata, imported),
    },
    stated,
  );
}

/** Addresses and group names are case-insensitive: the state's spelling is kept. */
function rereadAnyCase(
  stated: readonly string[] | null,
  remote: readonly string[],
  imported: boolean,
): readonly string[] | null {
  const spelled = remote.map((each) => stated?.find((own) => own.toLowerCase() === each.toLowerCase()) ?? each);
  return rereadSet(stated, spelled, imported);
}
