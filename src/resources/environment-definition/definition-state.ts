import type { Definition } from "../../platforms/port/definition";
import type { Segment } from "../../platforms/port/segment";
import type { ReadContext } from "../../terraform/resource";
import { readAudience } from "../audience/read-audience";
import { definitionPlatformAttributes, readSettings } from "../common/platform-settings";
import { reread } from "../common/reread";
import { readVariants } from "../feature-flag/variants";
import { formatImportId } from "../import/import-id";
import type { readNames } from "../parents/imported-names";
import type { Client } from "../run/client";
import type { DefinitionState } from "./environment-definition-attributes";
import type { OverrideKeys } from "./sets/listed-overrides";
import { readOverrideSet } from "./sets/override-set";
import { readTargetingRules } from "./sets/targeting-rules";
import { unsupportedIn } from "./sets/unsupported-content";

interface ReadApart {
  readonly names: Awaited<ReturnType<typeof readNames>>;
  readonly segments: readonly Segment[];
  readonly fillSet: boolean;
  /** The overrides that are managed, if not all are. */
  readonly keys: OverrideKeys | undefined;
  readonly scope: string;
}

/** The state as the platform has the definition, without the identities. */
export function stateOf(
  state: DefinitionState,
  definition: Definition,
  { names, segments, fillSet, keys, scope }: ReadApart,
  { client, imported }: ReadContext<Client>,
): DefinitionState {
  const unsupported = fillSet ? unsupportedIn(definition) : {};
  return {
    ...state,
    ...names,
    ...readAudience(state, definition, imported),
    killed: reread(state.killed, definition.killed ?? state.killed, imported),
    when_off: reread(state.when_off, definition.whenOff ?? null, imported),
    variants: definition.variants
      ? readVariants(state.variants, definition.variants, imported, { description: null })
      : state.variants,
    rules:
      definition.rules && unsupported.rules === undefined
        ? readTargetingRules(state.rules, definition.rules, fillSet)
        : state.rules,
    ...readSettings(state, definition.settings, definitionPlatformAttributes, imported),
    segment_overrides: readOverrideSet(
      state.segment_overrides,
      definition.segmentOverrides,
      segments,
      { imported: fillSet && unsupported.segment_overrides === undefined, keys: keys?.segment_overrides },
      client.platform,
    ),
    id: formatImportId(names.environment, names.flag),
    scope: scope,
  };
}
