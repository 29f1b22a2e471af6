import type { ResourceDefinition } from "../../terraform/resource";
import { knownAttributes, knownOnly } from "../common/plan-checks";
import { look, lookIfFree, requireSettings } from "../parents/plan-look";
import type { Client } from "../run/client";
import type { environmentAttributes } from "./environment-attributes";
import { type EnvironmentState, PATHS } from "./environment-attributes";
import { changesOf, settingsOf } from "./environment-settings";

export const environmentLook = {
  async look(input, context) {
    await lookIfFree("environment", input, PATHS, context);
    const { prior, planned } = input;
    const known = knownAttributes(planned) as EnvironmentState;
    const settings = knownOnly(prior === null ? settingsOf(known) : changesOf(prior, known));
    const wanted = { settings, id: prior?.id ?? null, reference: planned.project };
    return look(PATHS, context, (client) => requireSettings(client.platform.environments, wanted, client));
  },
} satisfies Partial<ResourceDefinition<typeof environmentAttributes, Client>>;
