import { defineListResource } from "../../terraform/list-resource";
import { identityOverride } from "../overrides/identity-override";
import type { Client } from "../run/client";
import { foundAt, nameOf, type ShownUnit } from "./found";
import { isLeftOut, orLeftOut } from "./left-out";
import { listStates } from "./list-states";
import { unitFilters, units } from "./units";

export const identityOverrideList = defineListResource<typeof unitFilters, Client>({
  type: "flagform_identity_override",
  description: "What single identities get instead of the flags' definitions, by environment, key and identifier.",
  attributes: unitFilters,

  list(config, context) {
    const { identityOverrides: store, definitions } = context.client.platform;
    const overridesIn = async (unit: ShownUnit) => {
      const swept = await store.sweepAll(unit);
      return swept ?? ((await definitions.listed(unit)) ? store.list(unit) : undefined);
    };
    const found = async function* () {
      for await (const unit of units(config, context)) {
        const overrides = isLeftOut(unit) ? unit : await orLeftOut(nameOf(unit), () => overridesIn(unit));
        if (isLeftOut(overrides)) yield overrides;
        if (isLeftOut(unit) || isLeftOut(overrides)) continue;
        for (const identity of overrides?.keys() ?? []) yield foundAt(unit, { ids: { identity }, name: identity });
      }
    };
    return listStates(identityOverride, found(), context);
  },
});
