import { callFlagsmith, callMixpanel, mixpanelFlags } from "../four-platforms/call-platform";
import { type Advice, another, definition, flag, override, serve, textFlag, variantsOf } from "./follow";

/** What applies say of what they wrote. */

const EXPERIMENTS = { flagsmith: { server: "2.240" } } as const;
const NOBODYS = {
  ...{ cohort_definition: null, runtime_evaluation_definition: null, runtime_event_rule: null, cohort_hash: null },
};
const ranked = (beta: number, vip: number) =>
  definition({
    segment_overrides: { beta: { enabled: true, priority: beta }, vip: { enabled: true, priority: vip } },
  });

export const WRITES: readonly Advice[] = [
  {
    site: "… requires change requests (minimum_change_request_approvals); … there were written without one, because the provider block sets bypass_change_requests = true.",
    ...{ platform: "flagsmith", when: "apply", settings: { bypass_change_requests: true } },
    from: [flag()],
    others: (workbench) =>
      callFlagsmith(workbench)("PATCH", "/api/v1/environments/production-key/", {
        minimum_change_request_approvals: 1,
      }).then(() => undefined),
    told: { ...flag(), ...definition() },
    words: /Environment production requires change requests/,
  },
  {
    site: 'The flag had no value (…), and now has an empty string: the experiments API of this server cannot write "no value".',
    ...{ platform: "flagsmith", options: EXPERIMENTS, when: "apply" },
    told: { ...textFlag(), ...definition() },
    words: /The flag had no value/,
  },
  {
    site: "The change was written, but the priorities could not be read afterwards (…). The next plan shows whether they are as requested.",
    ...{ platform: "flagsmith", options: EXPERIMENTS, when: "apply" },
    from: [{ ...flag(), ...ranked(0, 1) }],
    others: (workbench) => {
      // The first is read before the write.
      workbench.server.fault({ kind: "status", status: 400, method: "GET", path: "*/feature-segments/", nth: 2 });
      return Promise.resolve();
    },
    told: { ...flag(), ...ranked(1, 0) },
    words: /The next plan shows whether/,
  },
  {
    site: 'The variant "…" is kept for now because it is still served: …. It is removed with its last use in this run; otherwise apply again after that.',
    ...{ platform: "flagsmith", when: "apply" },
    from: [{ ...textFlag("a", "b"), ...definition(serve("a")) }],
    told: { ...textFlag("b"), ...definition({ enabled: null }) },
    words: /The variant "a" is kept for now because it is still served: .* apply again after that/,
    follow: [
      { ...textFlag("b"), ...definition(serve("b")) },
      { ...textFlag("b"), ...definition(serve("b")) },
    ],
  },
  {
    site: 'The variant "…" is kept for now because it is still used: …. It is removed with its last use in this run; otherwise apply again after that.',
    ...{ platform: "vercel", when: "apply" },
    from: [everywhere({ ...serve("a"), when_off: "c" }, "a", "b", "c")],
    told: everywhere({ enabled: null }, "b", "c"),
    words: /The variant "a" is kept for now because it is still used: .* apply again after that/,
    follow: [everywhere({ ...serve("b"), when_off: "c" }, "b", "c"), everywhere({ ...serve("b"), when_off: "c" }, "b", "c")],
  },
  {
    site: 'Variant "…" is still served to …: it is kept until its last use ends.',
    ...{ platform: "mixpanel", when: "apply" },
    from: [{ ...textFlag("a", "b"), ...definition({ ...variantsOf("a", "b"), ...serve("a") }) }],
    told: { ...textFlag("b"), ...definition({ ...variantsOf("b"), enabled: null }) },
    words: /Variant "a" is still served to .* until its last use ends/,
    follow: [{ ...textFlag("b"), ...definition({ ...variantsOf("b"), ...serve("b") }) }],
  },
  {
    site: '…: treatment "…" is no longer declared but still used by …: it is kept until nothing uses it.',
    ...{ platform: "split", when: "apply" },
    from: [{ ...flag({ type: "string" }), ...definition({ ...variantsOf("a", "b", "c"), ...serve("b"), when_off: "a" }) }],
    told: { ...flag({ type: "string" }), ...definition({ ...variantsOf("b", "c"), ...serve("b") }) },
    words: /treatment "a" is no longer declared but still used by when_off/,
    follow: [{ ...flag({ type: "string" }), ...definition({ ...variantsOf("b", "c"), ...serve("b"), when_off: "c" }) }],
  },
  {
    site: "Variants of flag … could not be removed: …. Apply again.",
    ...{ platform: "flagsmith", when: "apply" },
    from: [{ ...textFlag("a", "b"), ...definition(serve("a")) }],
    others: (workbench) => {
      workbench.server.fault({
        kind: "status",
        status: 400,
        method: "DELETE",
        path: "/api/v1/projects/{project}/features/{feature}/mv-options/{option}/",
        body: { detail: "not now" },
      });
      return Promise.resolve();
    },
    told: { ...textFlag("b"), ...definition(serve("b")) },
    words: /could not be removed: .* Apply again\./,
    follow: [{ ...textFlag("b"), ...definition(serve("b")) }],
  },
  {
    site: 'The flag "…" is disabled there, so nobody gets it: set killed = false to switch it on.',
    ...{ platform: "mixpanel", when: "apply" },
    from: [{ ...textFlag("a", "b"), ...definition({ ...variantsOf("a", "b"), ...serve("a") }) }],
    others: async (workbench) => {
      for (const { url, document, environment } of await mixpanelFlags(workbench, "checkout"))
        if (environment === "production") await callMixpanel(workbench)("PUT", url, { ...document, status: "disabled" });
    },
    told: { ...textFlag("a", "b"), ...definition({ ...variantsOf("a", "b"), ...serve("b") }) },
    words: /is disabled there.*set killed = false/,
    follow: [{ ...textFlag("a", "b"), ...definition({ ...variantsOf("a", "b"), ...serve("b"), killed: false }) }],
  },
  {
    site: 'The flag "…" is served by the method "…": SDKs that evaluate it locally do not know cohorts, and give everyone the value for a segment. Set mixpanel.serving_method = "remote_only" if that matters.',
    ...{ platform: "mixpanel", when: "apply" },
    told: { ...flag({ mixpanel: { serving_method: "remote_or_local" } }), ...definition(), ...override("beta") },
    words: /do not know cohorts.* Set mixpanel\.serving_method = "remote_only"/,
    follow: [{ ...flag({ mixpanel: { serving_method: "remote_only" } }), ...definition(), ...override("beta") }],
  },
  {
    site: "The rollout groups … include only a share of their users and move to another position in the list, which is part of the hash: these users are bucketed again.",
    ...{ platform: "mixpanel", when: "apply" },
    from: [{ ...flag(), ...definition() }],
    others: async (workbench) => {
      const half = { rollout_percentage: 0.5, variant_override: null, variant_splits: { On: 1, Off: 0 } };
      const theirs = { ...NOBODYS, ...half, name: "theirs", runtime_evaluation_rule: { "==": [{ var: "plan" }, "pro"] } };
      for (const { url, document, environment, ruleset } of await mixpanelFlags(workbench, "checkout")) {
        if (environment !== "production") continue;
        const rollout = [theirs, ...ruleset.rollout];
        const { variants } = document["ruleset"] as { readonly variants: unknown };
        await callMixpanel(workbench)("PUT", url, {
          ...document,
          hash_salt: "0123456789abcdef0123456789abcdef",
          ruleset: { variants, rollout, test: ruleset.test },
        });
      }
    },
    told: { ...flag(), ...definition(), ...override("beta") },
    words: /these users are bucketed again/,
  },
  {
    site: '… is paused in …: everybody gets "…" until it is resumed: set killed = false.',
    ...{ platform: "vercel", when: "apply" },
    from: [{ ...flag(), ...definition() }],
    others: another(adopted({ killed: true })),
    told: { ...flag(), ...definition({ enabled: false }) },
    words: /checkout is paused in production: .* set killed = false/,
    follow: [{ ...flag(), ...definition({ enabled: false, killed: false }) }],
  },
  {
    site: '… reuses … in …: the definition of … itself is not served until that ends (vercel = { reuse = "" }).',
    ...{ platform: "vercel", when: "apply" },
    from: [{ ...flag(), ...definition() }],
    others: another(adopted({ vercel: { reuse: "preview" } })),
    told: { ...flag(), ...definition({ enabled: false }) },
    words: /checkout reuses preview in production: .* \(vercel = \{ reuse = "" \}\)/,
    follow: [{ ...flag(), ...definition({ enabled: false, vercel: { reuse: "" } }) }],
  },
];

function everywhere(more: object, ...variants: readonly string[]) {
  const of = (environment: string) => definition({ environment, ...more }).environment_definition?.["d"] ?? {};
  return {
    ...textFlag(...variants),
    environment_definition: { d: of("production"), e: of("preview"), f: of("development") },
  };
}

/** Another stack's word on the same definition. */
function adopted(settings: object) {
  return { environment_definition: { d: { flag: "checkout", environment: "production", ...settings } } };
}
