import type { DefinitionSettings } from "../../platforms/model/settings";
import type { Edit } from "../../platforms/port/edit";
import type { Platform } from "../../platforms/port/platform";
import { audienceChange, wholeAudience } from "../audience/audience-change";
import { same } from "../common/known";
import { changedSettings } from "../common/platform-settings";
import { variantsOf } from "../feature-flag/variants";
import type { DefinitionState } from "./environment-definition-attributes";
import { targetingRules } from "./sets/targeting-rules";

/** What a definition itself changes, without its overrides: exactly what is set and differs from the prior state. */

export function definitionEdits(
  prior: DefinitionState | null,
  state: DefinitionState,
  { capabilities }: Platform,
  adopts: boolean,
): Edit[] {
  const edits: Edit[] = [];
  // If variants belong to the flag, they are only repeated here.
  if (state.variants !== null && capabilities.definitionVariants.can && !same(state.variants, prior?.variants ?? null))
    edits.push({ kind: "set-variants", variants: variantsOf(state.variants) });
  if (state.when_off !== null && state.when_off !== prior?.when_off)
    edits.push({ kind: "set-when-off", variant: state.when_off });
  const settings = changedSettings<DefinitionSettings>(prior, state);
  if (settings) edits.push({ kind: "set-settings", settings });
  // A flag that is off serves the variant that `when_off` sets.
  const moves = state.enabled === false && state.when_off !== null && state.when_off !== prior?.when_off;
  const change = moves
    ? { enabled: false, ...audienceChange(prior, state, capabilities) }
    : audienceChange(prior, state, capabilities);
  if (Object.keys(change).length > 0) edits.push({ kind: "set-default", ...change, whole: wholeAudience(state) });
  if (state.rules !== null && !same(state.rules, prior?.rules ?? null)) {
    const unlisted = prior?.rules || adopts ? "remove" : "refuse";
    edits.push({ kind: "set-rules", rules: targetingRules(state.rules), unlisted });
  }
  if (state.killed !== null && state.killed !== prior?.killed) edits.push({ kind: "set-killed", killed: state.killed });
  return edits;
}
