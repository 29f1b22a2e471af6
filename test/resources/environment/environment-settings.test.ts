import { FlagsmithWorkbench, withWorkbench } from "../../support/flagsmith-workbench";
import { refusal } from "../../support/platform-workbench";

const FIELDS = {
  fields: [
    { name: "Owner", entities: ["environment", "feature"] },
    { name: "Tier", type: "int", entities: ["environment"] },
    { name: "Ticket", type: "url", entities: ["feature"] },
  ],
};

let workbench: FlagsmithWorkbench;
beforeEach(async () => {
  workbench = await FlagsmithWorkbench.open();
  workbench.server.seed(FIELDS);
});
afterEach(() => workbench.stop());

const environment = (flagsmith: object | null, more: object = {}) => ({
  environment: { canary: { name: "canary", ...(flagsmith && { flagsmith }), ...more } },
});
const own = () => `/api/v1/environments/${String(workbench.attributes("environment.canary")["client_key"])}/`;
const row = () => workbench.api("GET", own());
const settings = () => workbench.attributes("environment.canary")["flagsmith"];

const ALL = {
  hide_disabled_flags: "off",
  allow_client_traits: false,
  banner_text: "careful",
  banner_colour: "#ff0000",
  hide_sensitive_data: true,
  use_identity_composite_key_for_hashing: false,
  use_identity_overrides_in_local_eval: false,
  minimum_change_request_approvals: "0",
  metadata: { Owner: "payments", Tier: "1" },
};

test("an environment is created with all its settings in one write, false and zero among them", async () => {
  const writes = await workbench.apply(environment(ALL));
  expect(writes).toMatchObject([
    {
      method: "POST",
      path: "/api/v1/environments/",
      body: {
        name: "canary",
        hide_disabled_flags: false,
        allow_client_traits: false,
        banner_text: "careful",
        banner_colour: "#ff0000",
        hide_sensitive_data: true,
        use_identity_composite_key_for_hashing: false,
        use_identity_overrides_in_local_eval: false,
        minimum_change_request_approvals: 0,
      },
    },
  ]);
  expect((await row())["metadata"]).toMatchObject([{ field_value: "payments" }, { field_value: "1" }]);
  expect(settings()).toMatchObject(ALL);
  expect((await workbench.plan(environment(ALL))).empty).toBe(true);
});

test.each([
  [{ hide_disabled_flags: "on" }, { hide_disabled_flags: true }],
  [{ hide_disabled_flags: "inherit" }, { hide_disabled_flags: null }],
  [{ allow_client_traits: true }, { allow_client_traits: true }],
  [{ banner_text: "" }, { banner_text: null }],
  [{ banner_colour: "" }, { banner_colour: null }],
  [{ hide_sensitive_data: false }, { hide_sensitive_data: false }],
  [{ use_identity_composite_key_for_hashing: true }, { use_identity_composite_key_for_hashing: true }],
  [{ use_identity_overrides_in_local_eval: true }, { use_identity_overrides_in_local_eval: true }],
  [{ minimum_change_request_approvals: "off" }, { minimum_change_request_approvals: null }],
  [{ minimum_change_request_approvals: "2" }, { minimum_change_request_approvals: 2 }],
])("%j is sent alone, and reads back as it was written", async (change, sent) => {
  await workbench.apply(environment(ALL));
  const { metadata } = await row();
  const [write, ...more] = await workbench.apply(environment({ ...ALL, ...change }));
  expect(more).toEqual([]);
  expect(write?.method).toBe("PATCH");
  const { metadata: kept, ...body } = write?.body as Record<string, unknown>;
  expect(body).toEqual(sent);
  expect(kept).toMatchObject(
    (metadata as object[]).map((each) => ({ ...each, id: undefined })).map(({ id: _, ...each }) => each),
  );
  expect(await row()).toMatchObject(sent);
  expect((await workbench.plan(environment({ ...ALL, ...change }))).empty).toBe(true);
});

test("what is left out is nobody's business here: it is kept, and its changes are not seen", async () => {
  await workbench.apply(environment({ banner_text: "careful" }));
  await workbench.api("PATCH", own(), { hide_disabled_flags: true, allow_client_traits: false, metadata: [] });
  expect((await workbench.plan(environment({ banner_text: "careful" }))).empty).toBe(true);
  await workbench.apply(environment({ banner_text: "very careful" }));
  expect(await row()).toMatchObject({ hide_disabled_flags: true, allow_client_traits: false, banner_text: "very careful" });
});

test("a setting that is no longer stated is handed over with a word", async () => {
  await workbench.apply(environment({ banner_text: "careful", hide_sensitive_data: true }));
  const plan = await workbench.plan(environment({ banner_text: "careful" }));
  expect(plan.diagnostics).toMatchObject([
    { severity: "warning", summary: "`flagsmith.hide_sensitive_data` is no longer managed" },
  ]);
  expect(await workbench.apply(environment({ banner_text: "careful" }))).toEqual([]);
  expect(await row()).toMatchObject({ hide_sensitive_data: true });
});

test("drift of a setting is shown, and put right", async () => {
  await workbench.apply(environment(ALL));
  await workbench.api("PATCH", own(), { minimum_change_request_approvals: null, hide_disabled_flags: null });
  const plan = await workbench.plan(environment({ ...ALL, metadata: null }));
  expect(plan.drift[0]?.after).toMatchObject({
    flagsmith: { minimum_change_request_approvals: "off", hide_disabled_flags: "inherit" },
  });
  await workbench.apply(environment({ ...ALL, metadata: null }));
  expect(await row()).toMatchObject({ minimum_change_request_approvals: 0, hide_disabled_flags: false });
});

test("custom fields: others are kept, one that is dropped loses its value", async () => {
  await workbench.apply(environment({ metadata: { Owner: "payments" } }));
  const [first] = (await row())["metadata"] as { model_field: number }[];
  const tier = Number(first?.model_field) + 3;
  await workbench.api("PATCH", own(), {
    metadata: [...((await row())["metadata"] as object[]), { model_field: tier, field_value: "3" }],
  });
  expect((await workbench.plan(environment({ metadata: { Owner: "payments" } }))).empty).toBe(true);
  await workbench.apply(environment({ metadata: { Owner: "search" } }));
  expect((await row())["metadata"]).toMatchObject([{ field_value: "search" }, { field_value: "3" }]);
  await workbench.apply(environment({ metadata: {} }));
  expect((await row())["metadata"]).toMatchObject([{ field_value: "3" }]);
  expect((await workbench.plan(environment({ metadata: {} }))).empty).toBe(true);
});

test("feature versioning is switched on once, and cannot be switched off", async () => {
  await workbench.apply(environment({ feature_versioning: true }));
  expect(workbench.writes().map(({ method, path }) => `${method} ${path}`)).toEqual([
    "POST /api/v1/environments/",
    `POST ${own()}enable-v2-versioning/`,
  ]);
  expect((await row())["use_v2_feature_versioning"]).toBe(true);
  expect((await workbench.plan(environment({ feature_versioning: true }))).empty).toBe(true);
  workbench.forget();
  const [diagnostic] = await refusal(workbench.plan(environment({ feature_versioning: false })));
  expect(diagnostic).toMatchObject({
    summary: "Feature versioning cannot be switched off",
    path: ["flagsmith", "feature_versioning"],
  });
  expect(workbench.writes()).toEqual([]);
  await workbench.apply(environment({}));
  expect((await row())["use_v2_feature_versioning"]).toBe(true);
});

test("feature versioning is waited for: the server does it later than it says", async () => {
  await workbench.apply(environment({ feature_versioning: false }));
  workbench.server.fault({ kind: "stale", path: "/api/v1/environments/{key}/", times: 2 });
  const writes = await workbench.apply(environment({ feature_versioning: true }));
  expect(writes).toEqual([{ method: "POST", path: `${own()}enable-v2-versioning/`, body: null }]);
  expect(settings()).toMatchObject({ feature_versioning: true });
});

test("an environment that has feature versioning from the start is not what `false` asks for", () =>
  withWorkbench({ versioning: true }, async (versioned) => {
    const [diagnostic] = await refusal(versioned.apply(environment({ feature_versioning: false })));
    expect(diagnostic).toMatchObject({
      path: ["flagsmith", "feature_versioning"],
      detail: expect.stringMatching(/cannot be switched off[^]*remove it[^]*import it with the id "canary"/),
    });
  }));

test("a copy of another environment has its flags and settings, and what is stated beside it", async () => {
  await workbench.flagByHand("banner", { initial_value: "x" });
  await workbench.defaultByHand(workbench.production, "banner", true, "from production");
  await workbench.api("PATCH", `/api/v1/environments/${workbench.production.key}/`, {
    banner_text: "production",
    hide_sensitive_data: true,
  });
  const stack = environment({ clone_from: "production", banner_text: "a copy" }, { description: "copied" });
  const writes = await workbench.apply(stack);
  expect(writes.map(({ method, body }) => ({ method, body }))).toEqual([
    { method: "POST", body: { name: "canary" } },
    { method: "PATCH", body: { description: "copied", banner_text: "a copy", metadata: [] } },
  ]);
  expect(await row()).toMatchObject({ name: "canary", hide_sensitive_data: true, banner_text: "a copy" });
  const key = String(workbench.attributes("environment.canary")["client_key"]);
  expect(await workbench.served({ id: "", key }, "banner")).toMatchObject({ enabled: true, value: "from production" });
  expect((await workbench.plan(stack)).empty).toBe(true);
  const other = environment({ clone_from: "staging", banner_text: "a copy" }, { description: "copied" });
  expect(await workbench.apply(other)).toEqual([]);
});

test("a copy needs a name of its own, and something to copy", async () => {
  const copy = (name: string, from: string) => ({ environment: { canary: { name, flagsmith: { clone_from: from } } } });
  const [taken] = await refusal(workbench.apply(copy("staging", "production")));
  expect(taken).toMatchObject({ path: ["name"], detail: expect.stringContaining('import it with the id "staging"') });
  const [missing] = await refusal(workbench.apply(copy("canary", "prodution")));
  expect(missing?.detail).toMatch(/There is no environment "prodution"[^]*"production"/);
  expect(workbench.writes()).toEqual([]);
});

test("import tells every setting that is not the server's default, and plans empty with them", async () => {
  await workbench.apply(environment(ALL));
  workbench.driver = workbench.newDriver();
  await workbench.driver.import(workbench.stack(environment(ALL)), "flagform_environment.canary", "canary");
  expect(settings()).toMatchObject(ALL);
  expect((await workbench.plan(environment(ALL))).empty).toBe(true);
  workbench.driver = workbench.newDriver();
  const plain = { environment: { canary: { name: "staging" } } };
  await workbench.driver.import(workbench.stack(plain), "flagform_environment.canary", "staging");
  expect((await workbench.plan(plain)).empty).toBe(true);
});

test("an environment that is adopted gets exactly what is stated", async () => {
  const adopted = { environment: { canary: { name: "staging", adopt_existing: true, flagsmith: { banner_text: "mine" } } } };
  expect(await workbench.apply(adopted)).toMatchObject([{ method: "PATCH", body: { banner_text: "mine" } }]);
  expect((await workbench.plan(adopted)).empty).toBe(true);
  expect(await workbench.destroy(adopted)).toEqual([]);
});

test.each([
  [{ hide_disabled_flags: "maybe" }, "hide_disabled_flags", /must be one of "on", "off", "inherit"/i],
  [{ minimum_change_request_approvals: "-1" }, "minimum_change_request_approvals", /must be "off" or a whole number/i],
  [{ minimum_change_request_approvals: "none" }, "minimum_change_request_approvals", /must be "off" or a whole number/i],
])("%j is refused before anything is sent", async (flagsmith, name, words) => {
  workbench.forget();
  const [diagnostic] = await refusal(workbench.plan(environment(flagsmith)));
  expect(diagnostic).toMatchObject({ path: ["flagsmith", name], detail: expect.stringMatching(words) });
  expect(workbench.requests()).toEqual([]);
});

test.each([
  [{ banner_text: "careful " }, "banner_text", /white space at its start or end/],
  [{ metadata: { Ownr: "me" } }, "metadata", /There is no custom field "Ownr"[^]*Did you mean "Owner"/],
  [
    { metadata: { Ticket: "https://x.example/1" } },
    "metadata",
    /"Ticket" does not apply to environments[^]*Add environments/,
  ],
  [{ metadata: { Tier: "first" } }, "metadata", /Invalid value for field Tier/],
])("%j is refused by name, and nothing is made", async (flagsmith, name, words) => {
  workbench.forget();
  const [diagnostic] = await refusal(workbench.apply(environment(flagsmith)));
  expect(diagnostic).toMatchObject({ path: ["flagsmith", name], detail: expect.stringMatching(words) });
  expect(workbench.writes()).toEqual([]);
});

test("a custom field with white space at its start or end is refused at plan", async () => {
  const [diagnostic] = await refusal(workbench.plan(environment({ metadata: { Owner: " me" } })));
  expect(diagnostic).toMatchObject({
    path: ["flagsmith", "metadata", "Owner"],
    detail: expect.stringContaining("white space at its start or end"),
  });
});

test("a custom field that the organisation demands is asked for by name", () =>
  withWorkbench({}, async (demanding) => {
    demanding.server.seed({ fields: [{ name: "Cost centre", entities: ["environment"], required: ["environment"] }] });
    const [diagnostic] = await refusal(demanding.apply(environment({ banner_text: "x" })));
    expect(diagnostic).toMatchObject({
      path: ["flagsmith", "metadata"],
      detail: expect.stringContaining('set flagsmith = { metadata = { "Cost centre" = … } }'),
    });
    await demanding.apply(environment({ metadata: { "Cost centre": "7" } }));
    expect((await demanding.plan(environment({ metadata: { "Cost centre": "7" } }))).empty).toBe(true);
  }));

test("what the plan reads past is an error that names it, on create and on update", () =>
  withWorkbench({ plan: "free" }, async (free) => {
    const [made] = await refusal(free.apply(environment({ minimum_change_request_approvals: "1" })));
    expect(made).toMatchObject({
      path: ["flagsmith", "minimum_change_request_approvals"],
      detail: expect.stringMatching(/kept null[^]*plan does not include it[^]*import it with the id "canary"/),
    });
    const staging = (flagsmith: object) => ({ environment: { s: { name: "staging", adopt_existing: true, flagsmith } } });
    await free.apply(staging({ banner_text: "x" }));
    const [changed] = await refusal(free.apply(staging({ banner_text: "y", minimum_change_request_approvals: "1" })));
    expect(changed).toMatchObject({ path: ["flagsmith", "minimum_change_request_approvals"] });
    // What did change is in the state.
    expect(free.attributes("environment.s")["flagsmith"]).toMatchObject({ banner_text: "y" });
  }));
