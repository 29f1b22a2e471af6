import type { Bodies, PlatformName } from "../../support/platform-workbench";

/** What stands on a platform when it is imported, as a user would write it: everything that can be stated of it, beside each other. */

const RULES = [{ match: "all", conditions: [{ operator: "equal_to", trait: "plan", value: "pro" }] }];
const text = (string: string) => ({ value: { string } });
const after = (...addresses: string[]) => ({ depends_on: addresses.map((each) => `flagform_${each}`) });

export function importStack(name: PlatformName): Bodies {
  const at = { environment: "production", flag: "banner" };
  const isFlagsmith = name === "flagsmith";
  const variants = isFlagsmith ? {} : { variants: { long: text("a long text"), short: text("short") } };
  const serve = (variant: string, value: string) => (isFlagsmith ? { serve: text(value) } : { serve: { variant } });
  const off = isFlagsmith || name === "mixpanel" ? {} : { when_off: "short" };
  const repeated = name === "split" || name === "mixpanel" ? variants : {};
  const priority = name === "split" ? {} : { priority: 0 };
  const rules = isFlagsmith ? {} : { rules: [{ key: "rule-1", when: RULES, serve: { variant: "short" } }] };
  return {
    ...(isFlagsmith && ONLY_FLAGSMITH),
    ...(name === "split" && { environment: { canary: { name: "canary", split: { production: true } } } }),
    segment: { own: { name: "own", rules: RULES } },
    feature_flag: {
      text: { key: "banner", type: "string", description: "On top", ...variants },
      switch: { key: "checkout", type: "boolean", description: "The new one" },
    },
    environment_definition: {
      text: {
        ...{ ...at, enabled: true, ...serve("long", "a long text"), ...off, ...repeated, ...rules },
        ...after("feature_flag.text"),
      },
      switch: { environment: "production", flag: "checkout", enabled: true, ...after("feature_flag.switch") },
      exact: {
        ...{ environment: "preview", flag: "checkout", enabled: true, ...after("feature_flag.switch") },
        segment_overrides: { beta: { ...priority, enabled: false } },
        identity_overrides: { "user-1": { enabled: false } },
      },
    },
    segment_override: {
      beta: { ...at, segment: "beta", ...priority, ...serve("short", "short"), ...after("environment_definition.text") },
    },
    identity_override: {
      one: { ...at, identity: "user-1", ...serve("short", "short"), ...after("segment_override.beta") },
    },
  };
}

const ONLY_FLAGSMITH = {
  project: { shelf: { name: "Shelf" } },
  environment: { canary: { name: "canary", description: "First to know" } },
  identity: { ann: { environment: "production", identity: "ann", traits: { plan: { string: "pro" } } } },
  server_key: { main: { environment: "production", name: "main" } },
};

const IDS: Readonly<Record<string, string>> = {
  "project.shelf": "Shelf",
  "environment.canary": "canary",
  "segment.own": "own",
  "feature_flag.text": "banner",
  "feature_flag.switch": "checkout",
  "environment_definition.text": "production/banner",
  "environment_definition.switch": "production/checkout",
  "environment_definition.exact": "preview/checkout",
  "segment_override.beta": "production/banner/beta",
  "identity_override.one": "production/banner/user-1",
  "identity.ann": "production/ann",
  "server_key.main": "production/main",
};

/** One for each resource of the stack. */
export function importBlocks(stack: Bodies): { readonly to: string; readonly id: string }[] {
  return Object.entries(stack).flatMap(([type, bodies]) =>
    Object.keys(bodies).map((name) => ({ to: `flagform_${type}.${name}`, id: IDS[`${type}.${name}`] ?? "" })),
  );
}
