import { type Advice, another, definition, flag, override } from "./follow";

/** What plans of destroys warn of, and what a destroy itself shows. */

const KEPT = "Definitions are kept: their flags stay served, unless the flags are deleted too";
const LEFT = "Definitions end with their flags: they and their overrides stay served, unless the flags are deleted too";
const SERVED = "Flags that are still served will be …";
const PLATFORMS = ["flagsmith", "split", "vercel", "mixpanel"] as const;
const SETS = { segment_overrides: { beta: { enabled: false } }, identity_overrides: { ann: { enabled: false } } };
const key = { environment: "${flagform_environment.e.name}", environment_id: "${flagform_environment.e.id}" };

export const DESTROYS: readonly Advice[] = [
  ...PLATFORMS.map((platform) => ({
    ...{ site: KEPT, platform, when: "plan" as const, instead: true, told: "destroy" as const },
    before: another(flag()),
    from: [own({})],
    words:
      /Flag checkout in environment production: on\. To turn it off instead, set on_destroy = "disable" and apply that first\./,
    follow: [own({ on_destroy: "disable" })],
  })),
  ...PLATFORMS.map((platform) => ({
    ...{ site: LEFT, platform, when: "plan" as const, instead: true, told: "destroy" as const },
    before: another(flag()),
    from: [own({ ...SETS, on_destroy: "with_flag" })],
    words: /: on, with the overrides for segment beta, identity ann\. .* set on_destroy = "disable" and apply that first\./,
    follow: [own({ ...SETS, on_destroy: "disable" })],
  })),
  ...PLATFORMS.map((platform) => ({
    ...{ site: "Overrides that were only imported are kept", platform, when: "plan" as const, instead: true },
    told: "destroy" as const,
    before: another({ ...flag(), ...definition(SETS) }),
    others: async (workbench: Parameters<NonNullable<Advice["others"]>>[0]) => {
      const blocks = [{ to: "flagform_environment_definition.d", id: "production/checkout" }];
      await workbench.driver.apply({ ...workbench.stack(own(SETS)), import: blocks });
    },
    words: /segment beta, identity ann\. .* set segment_overrides = \{\} and identity_overrides = \{\} and apply that first/,
    follow: [own({ segment_overrides: {}, identity_overrides: {} })],
  })),
  ...PLATFORMS.map((platform) => ({
    ...{ site: SERVED, platform, when: "plan" as const, instead: true, told: "destroy" as const },
    from: [{ ...flag(), ...definition({ on_destroy: "disable" }) }],
    words: /Flag checkout is on in production.* set on_destroy = "keep"/,
    follow: [{ ...flag({ on_destroy: "keep" }), ...definition({ on_destroy: "disable" }) }],
  })),
  {
    ...{ site: SERVED, platform: "vercel", when: "plan", instead: true, told: "destroy" },
    from: [{ ...flag({ on_destroy: "archive" }), ...definition() }],
    words: /still served will be archived.* set on_destroy = "keep" and apply that first/,
    follow: [{ ...flag({ on_destroy: "keep" }), ...definition() }],
  },
  {
    ...{ site: "Flag … continues to be served as it is.", platform: "vercel", when: "plan", told: "destroy" },
    from: [{ ...flag({ on_destroy: "keep" }), ...definition() }],
    words: /Flag checkout continues to be served as it is/,
  },
  ...PLATFORMS.map((platform) => ({
    ...{
      site: "… existed before it was taken over with adopt_existing.",
      platform,
      when: "plan" as const,
      told: "destroy" as const,
    },
    before: another(flag()),
    from: [{ segment: { s: { name: "beta", adopt_existing: true } } }],
    words: /Segment beta existed before it was taken over with adopt_existing/,
  })),
  {
    ...{
      site: "Segments that are still used in overrides will be deleted",
      platform: "flagsmith",
      when: "plan",
      told: "destroy",
    },
    from: [
      {
        ...flag(),
        ...definition(),
        segment: { s: { name: "own", rules: [{ match: "all", conditions: [{ operator: "is_set", trait: "x" }] }] } },
        ...override("own", { segment_id: "${flagform_segment.s.id}" }),
      },
    ],
    words: /Segment own overrides checkout in production/,
  },
  {
    ...{ site: "Environments in which flags are on will be deleted", platform: "flagsmith", when: "plan", told: "destroy" },
    from: [{ ...flag(), environment: { e: { name: "canary" } }, ...definition(key) }],
    words: /In environment canary: checkout/,
  },
  {
    ...{ site: "Active server keys will be …", platform: "flagsmith", when: "plan", told: "destroy", instead: true },
    from: [{ server_key: { k: { environment: "production", name: "main" } } }],
    words: /servers that read flags with it will be refused\. Give them another key first\./,
    follow: [{ server_key: { k: { environment: "production", name: "main", active: false } } }],
  },
  {
    ...{
      site: "Projects that are not empty will be deleted",
      platform: "flagsmith",
      when: "plan",
      told: "destroy",
      instead: true,
    },
    from: [
      project({}),
      { ...project({}), environment: { e: { name: "live", project: "${flagform_project.p.name}" } } },
      project({}),
    ],
    others: another({ feature_flag: { f: { key: "checkout", project: "Shelf" } } }),
    words: /Project Shelf: .*To keep it, set on_destroy = "keep" and apply that first\./,
    follow: [project({ on_destroy: "keep" })],
  },
  {
    ...{ site: "Project …, with everything in it.", platform: "flagsmith", when: "plan", told: "destroy" },
    from: [project({ on_destroy: "keep" })],
    words: /Project Shelf, with everything in it/,
  },
  {
    site: 'Identity … of environment …, with its traits and overrides. To delete it, set on_destroy = "delete" and apply that first.',
    ...{ platform: "flagsmith", when: "plan", told: "destroy", instead: true },
    before: another({ identity: { i: { environment: "production", identity: "ann", on_destroy: "keep" } } }),
    from: [person({})],
    words: /Identity ann of environment production, .* set on_destroy = "delete" and apply that first/,
    follow: [person({ on_destroy: "delete" })],
  },
  {
    ...{ site: "Not changed, because another resource manages it now", platform: "flagsmith", when: "apply" },
    from: [{ ...flag(), ...definition({ segment_overrides: { beta: { enabled: false } } }) }],
    told: { ...flag(), environment_definition: renamed() },
    words: /If only the address changed, use a moved block/,
  },
  {
    ...{ site: "Not changed, because another resource manages it now", platform: "flagsmith", when: "plan", instead: true },
    from: [{ ...flag(), ...definition() }],
    told: flag(),
    words: /Definitions are kept/,
    follow: [{ ...flag(), environment_definition: { e: definition().environment_definition?.["d"] ?? {} } }],
    more: { moved: [{ from: "flagform_environment_definition.d", to: "flagform_environment_definition.e" }] },
  },
];

function own(settings: object) {
  return { environment_definition: { d: { flag: "checkout", environment: "production", enabled: true, ...settings } } };
}

function project(settings: object) {
  return { project: { p: { name: "Shelf", deletion_protection: false, ...settings } } };
}

function person(settings: object) {
  return {
    identity: { i: { environment: "production", identity: "ann", traits: { plan: { string: "pro" } }, ...settings } },
  };
}

function renamed() {
  return { e: definition({ segment_overrides: { beta: { enabled: false } } }).environment_definition?.["d"] ?? {} };
}
