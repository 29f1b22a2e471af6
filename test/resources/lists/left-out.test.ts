import type { MixpanelEmulator } from "../../../src/emulator/mixpanel/emulator";
import { PlatformWorkbench } from "../../support/platform-workbench";
import { Query } from "../../support/query";

/** On Split each segment is read by itself. */
test("an object that cannot be read is left out with the platform's words, and the others are listed", async () => {
  const workbench = await PlatformWorkbench.start("split");
  try {
    const query = await Query.of(workbench);
    const path = "/internal/api/v2/segments/{environment}/beta/keys";
    workbench.server.fault({
      kind: "status",
      status: 400,
      body: { message: "it is broken" },
      method: "GET",
      path,
      times: 0,
    });
    const { shown, told } = await query.list("flagform_segment");
    expect(shown.map(({ name }) => name)).toEqual(["vip"]);
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(/^warning: Left out beta\. .*it is broken/is);
    await query.close();
  } finally {
    await workbench.stop();
  }
});

/** Somebody who tests a variant that is gone: the flag itself is fine. */
test("what no configuration can say is left out of a definition with the platform's words, and the rest is managed", async () => {
  const workbench = await PlatformWorkbench.start("mixpanel");
  try {
    const variants = ["On", "Off"].map((key) => ({
      key,
      value: key,
      split: key === "On" ? 1 : 0,
      is_control: key === "Off",
    }));
    const rollout = [{ rollout_percentage: 1, variant_splits: { On: 1 } }];
    const flag = {
      ...{ key: "banner", name: "Banner", tags: [], context: "distinct_id", serving_method: "server", status: "enabled" },
      ruleset: { variants, rollout, test: { users: { anna: "gone" } } },
    };
    (workbench.server as MixpanelEmulator).seed({ projects: [{ name: "production", flags: [flag] }] });
    const query = await Query.of(workbench);
    const { shown, told } = await query.list("flagform_environment_definition", { environment: "production" });
    expect(shown[0]?.object).toMatchObject({ enabled: true, serve: { variant: "On" }, identity_overrides: null });
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(
      /^warning: Part of a definition cannot be expressed here\. `identity_overrides` of production\/banner .*"gone"/,
    );
    const overrides = await query.list("flagform_identity_override");
    expect(overrides.shown).toEqual([]);
    expect(overrides.told[0]).toMatch(/^warning: Left out production\/banner\/anna\. .*"gone", which is not a variant/);
    await query.close();
    // By hand it can be imported, and says the same.
    const override = { environment: "production", flag: "banner", identity: "anna" };
    const stack = workbench.stack({ identity_override: { anna: override } });
    const to = "flagform_identity_override.anna";
    const plan = await workbench.newDriver().plan({ ...stack, import: [{ to, id: "production/banner/anna" }] });
    expect(plan.diagnostics.map(({ summary }) => summary)).toContain("What an override serves cannot be expressed here");
    expect(plan.actions()).toEqual({});
  } finally {
    await workbench.stop();
  }
});
