import { fc, runs } from "../support/fast-check";
import { withWorkbench } from "../support/flagsmith-workbench";

/** Whatever is said of things that have a name: once made, or changed from one to another, nothing is left to do. */

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const text = fc.constantFrom("", "careful", "two words", "ünïcode");
const approvals = fc.constantFrom("off", "0", "3");
const fields = (...names: string[]) =>
  fc
    .subarray(names)
    .chain((chosen) => fc.record(Object.fromEntries(chosen.map((name) => [name, fc.constantFrom("a", "b")]))));

const environment = fc.record({
  hide_disabled_flags: maybe(fc.constantFrom("on", "off", "inherit")),
  allow_client_traits: maybe(fc.boolean()),
  banner_text: maybe(text),
  banner_colour: maybe(fc.constantFrom("", "#ff0000")),
  hide_sensitive_data: maybe(fc.boolean()),
  use_identity_composite_key_for_hashing: maybe(fc.boolean()),
  use_identity_overrides_in_local_eval: maybe(fc.boolean()),
  minimum_change_request_approvals: maybe(approvals),
  metadata: maybe(fields("Team", "Owner")),
});

const flag = fc.record({
  server_key_only: maybe(fc.boolean()),
  owners: maybe(fc.subarray(["ada@example.com", "bob@example.com"])),
  group_owners: maybe(fc.subarray(["Payments", "Search"])),
  metadata: maybe(fields("Team", "Owner")),
});

const segment = fc.record({ metadata: maybe(fields("Team", "Owner")) });

const project = fc.record({
  hide_disabled_flags: maybe(fc.boolean()),
  prevent_flag_defaults: maybe(fc.boolean()),
  only_allow_lower_case_feature_names: maybe(fc.boolean()),
  feature_name_regex: maybe(fc.constantFrom("", "[a-z]+")),
  stale_flags_limit_days: maybe(fc.nat(90)),
  minimum_change_request_approvals: maybe(approvals),
});

const stack = fc.record({ environment, flag, segment, project, active: maybe(fc.boolean()) });

type Settings = typeof stack extends fc.Arbitrary<infer T> ? T : never;

function resources(settings: Settings) {
  const { active } = settings;
  return {
    environment: { e: { name: "canary", flagsmith: settings.environment } },
    feature_flag: { f: { key: "banner", flagsmith: settings.flag } },
    segment: { s: { name: "pros", flagsmith: settings.segment, rules: [{ match: "all", conditions: [] }] } },
    project: { p: { name: "Shelf", deletion_protection: false, flagsmith: settings.project } },
    server_key: {
      k: { name: "ci", environment: "${flagform_environment.e.name}", ...(active !== undefined && { active }) },
    },
  };
}

test("create, read, plan nothing; change, read, plan nothing; destroy, nothing is left", async () => {
  await fc.assert(
    fc.asyncProperty(stack, stack, (before, after) =>
      withWorkbench({}, async (workbench) => {
        const entities = ["environment", "feature", "segment"];
        workbench.server.seed({
          users: [{ email: "ada@example.com" }, { email: "bob@example.com" }],
          groups: [{ name: "Payments" }, { name: "Search" }],
          fields: [
            { name: "Team", entities },
            { name: "Owner", entities },
          ],
        });
        for (const settings of [before, after]) {
          await workbench.apply(resources(settings));
          expect((await workbench.plan(resources(settings))).actions()).toEqual({});
        }
        await workbench.destroy(resources(after));
        expect(workbench.driver.state.instances).toEqual([]);
        const { count } = await workbench.api("GET", `/api/v1/projects/${workbench.project}/features/`);
        expect(count).toBe(0);
      }),
    ),
    { numRuns: runs(12) },
  );
});
