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
  const changed = <K extends keyof DefinitionState>(name: K): NonNullable<DefinitionState[K]> | undefined => {
    const value = state[name];
    return value === null || same(value, prior?.[name] ?? null) ? undefined : (value as NonNullable<DefinitionState[K]>);
  };
  const edits: Edit[] = [];
  // If variants belong to the flag, they are only repeated here.
  const variants = capabilities.definitionVariants.can ? changed("variants") : undefined;
  if (variants) edits.push({ kind: "set-variants", variants: variantsOf(variants) });
  const whenOff = changed("when_off");
  if (whenOff !== undefined) edits.push({ kind: "set-when-off", variant: whenOff });
  const settings = changedSettings<DefinitionSettings>(prior, state);
  if (settings) edits.push({ kind: "set-settings", settings });
  // A flag that is off serves the variant that `when_off` sets.
  const moves = state.enabled === false && whenOff !== undefined;
  const change = { ...(moves && { enabled: false }), ...audienceChange(prior, state, capabilities) };
  if (Object.keys(change).length > 0) edits.push({ kind: "set-default", ...change, whole: wholeAudience(state) });
  const rules = changed("rules");
  if (rules) {
    const unlisted = prior?.rules || adopts ? "remove" : "refuse";
    edits.push({ kind: "set-rules", rules: targetingRules(rules), unlisted });
  }
  const killed = changed("killed");
  if (killed !== undefined) edits.push({ kind: "set-killed", killed });
  return edits;
}
