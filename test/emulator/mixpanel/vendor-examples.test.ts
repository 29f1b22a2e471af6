import type { Desk } from "./client";
import { basic, openDesk, stopAll } from "./client";

afterEach(stopAll);

const EXPERIMENT = "6f1a3c1e-2b7d-4c59-9a70-0d6f8f1f2a11";
const SALT = "0123456789abcdef0123456789abcdef";

/** The request on the page "Update Feature Flag", as it is printed there. */
const printed = {
  name: "<string>",
  key: "<string>",
  tags: ["<string>"],
  context: "<string>",
  ruleset: {
    variants: [{ key: "<string>", value: true, is_control: true, split: 0.5, description: "<string>", is_sticky: false }],
    rollout: [
      {
        rollout_percentage: 0.5,
        variant_splits: {},
        name: "<string>",
        cohort_definition: {},
        runtime_evaluation_definition: {},
        runtime_evaluation_rule: {},
        runtime_event_rule: { event_name: "<string>", time_window: "while_flag_enabled", property_filters: {} },
        cohort_hash: "<string>",
        variant_override: { key: "<string>" },
      },
    ],
    test: {},
  },
  description: "<string>",
  experiment_id: "<string>",
  status: "disabled",
  data_group_id: "<string>",
  workspace_id: 123,
  is_experiment_active: true,
  hash_salt: "<string>",
  reset_hash_salt: true,
};
const filled = { ...printed, serving_method: "client", experiment_id: EXPERIMENT, hash_salt: SALT };

/** Its answer's keys: the request's, and these. */
const ADDED = [
  ...["id", "project_id", "project_name", "content_type", "created", "creator_id", "creator_name", "creator_email"],
  ...["modified", "last_modified_by_id", "last_modified_by_name", "last_modified_by_email", "is_favorited", "pinned_date"],
  ...["enabled_at", "deleted", "content_environments_id", "can_update_basic", "is_superadmin", "allow_staff_override"],
  ...["can_view", "can_share", "can_pin", "is_shared_with_project"],
];

async function page(): Promise<{ readonly desk: Desk; readonly id: unknown }> {
  const { reset_hash_salt: _, ...flag } = filled;
  const seed = {
    projects: [{ name: "Acme", workspaces: [{ name: "All", id: 123 }], flags: [{ ...flag, hash_salt: null }] }],
  };
  const desk = await openDesk({ seed, rules: "schema", answers: "published" });
  return { desk, id: desk.emulator.planted.projects[0]?.flags[0]?.id };
}

describe("the example of the page Update Feature Flag", () => {
  test("is refused as it is printed: one field that its own schema requires is missing, and two placeholders do not fit it", async () => {
    const { desk, id } = await page();
    const answer = await desk.call("PUT", desk.flag(id), printed);
    expect(answer.status).toBe(400);
    expect(answer.error()).toMatch(/^experiment_id: [^;]+; serving_method: Field required; hash_salt: [^;]+$/);
  });

  test("is taken once that is put right, and answered with the keys that the page and the schema show", async () => {
    const { desk, id } = await page();
    const flag = (await desk.call("PUT", desk.flag(id), filled)).results();
    expect(Object.keys(flag).sort()).toEqual([...Object.keys(filled), ...ADDED].sort());
    expect(flag).toMatchObject({
      ...filled,
      ruleset: { ...filled.ruleset, rollout: [{ ...filled.ruleset.rollout[0], runtime_event_rule: { duration: null } }] },
      content_type: "feature-flags",
      project_id: desk.project,
      hash_salt: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
      reset_hash_salt: null,
    });
    expect(flag.hash_salt).not.toBe(SALT);
    for (const name of ["created", "modified"]) expect(flag[name]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
  });
});

describe("the working payload of section 3.10", () => {
  test("creates a gate that is off", async () => {
    const desk = await openDesk();
    const nothing = {
      cohort_definition: null,
      runtime_evaluation_definition: null,
      runtime_evaluation_rule: null,
      runtime_event_rule: null,
      cohort_hash: null,
      variant_override: null,
    };
    const body = {
      ...{ name: "New checkout", key: "new_checkout", tags: [], description: null, status: "disabled" },
      ...{ context: "distinct_id", serving_method: "client", data_group_id: null, workspace_id: null },
      ...{ experiment_id: null, is_experiment_active: null, hash_salt: null, reset_hash_salt: null },
      ruleset: {
        variants: [
          { key: "On", value: true, is_control: false, split: 1.0, is_sticky: false, description: null },
          { key: "Off", value: false, is_control: true, split: 0.0, is_sticky: false, description: null },
        ],
        rollout: [{ name: "everyone", rollout_percentage: 0, variant_splits: { On: 1.0 }, ...nothing }],
        test: null,
      },
    };
    const flag = (await desk.call("POST", desk.flags, body)).results();
    expect(flag).toMatchObject({ name: "New checkout", status: "disabled", ruleset: { rollout: body.ruleset.rollout } });
  });
});

/** A flag that is on for who fits these parts of a group. */
async function live(desk: Desk, group: unknown, more: Record<string, unknown> = {}): Promise<void> {
  const variants = [
    { key: "control", value: false, is_control: true, split: 0.5 },
    { key: "treatment", value: true, is_control: false, split: 0.5 },
  ];
  const given = { rollout_percentage: 1, variant_splits: { control: 0, treatment: 1 }, ...Object(group) };
  await desk.created({ key: "new_checkout_flow", status: "enabled", ruleset: { variants, rollout: [given], ...more } });
}

describe("the examples of the Feature Flags API", () => {
  /** The context as printed: it ends in a quotation mark too many. */
  const context =
    "%7B++%22distinct_id%22%3A+%22user123%22%2C++%22device_id%22%3A+%22device456%22%2C++%22custom_properties%22%3A+%7B++++%22some_key%22%3A+%22some_value%22%2C++++%22another_key%22%3A+32++%7D%7D";

  test("evaluate for the context, once its stray quotation mark is gone", async () => {
    const desk = await openDesk();
    await live(desk, { runtime_evaluation_rule: { ">": [{ var: "another_key" }, 31] } });
    const path = `/flags?project_id=${desk.project}&context=${context}`;
    expect((await desk.call("GET", `${path}%22`)).error()).toBe("context is not valid JSON");
    expect((await desk.call("GET", path)).body).toMatchObject({
      flags: { new_checkout_flow: { variant_key: "treatment", variant_value: true, is_qa_tester: false } },
    });
  });

  test("know test users by their variant", async () => {
    const desk = await openDesk();
    await live(desk, {}, { rollout: [], test: { users: { qa_user_1: "treatment", qa_user_2: "control" } } });
    expect(desk.served("new_checkout_flow", "qa_user_1")).toMatchObject({ key: "treatment" });
    expect(desk.served("new_checkout_flow", "qa_user_2")).toMatchObject({ key: "control" });
    expect(desk.served("new_checkout_flow", "user123")).toMatchObject({ kind: "fallback" });
  });

  test("take a definition of keys and values where a rule is wanted, and then it is no rule for anybody", async () => {
    const desk = await openDesk();
    await live(desk, { runtime_evaluation_rule: { platform: "web" } });
    const custom = { context: { custom_properties: { platform: "web" } } };
    expect(desk.served("new_checkout_flow", "user123", custom)).toMatchObject({ kind: "fallback" });
  });

  test("know the legacy definition of keys and values", async () => {
    const desk = await openDesk();
    await live(desk, { runtime_evaluation_definition: { platform: "web" } });
    const served = (platform: string): unknown =>
      desk.served("new_checkout_flow", "user123", { context: { custom_properties: { platform } } }).kind;
    expect([served("web"), served("ios")]).toEqual(["variant", "fallback"]);
  });

  test("ask with a project's token, as the SDKs do", async () => {
    const desk = await openDesk();
    await live(desk, {});
    const token = desk.emulator.planted.projects[0]?.token ?? "";
    const path = `/flags/definitions?mp_lib=node&$lib_version=1&token=${token}`;
    const answer = await desk.call("GET", path, undefined, basic(token, ""));
    expect(answer.body).toMatchObject({ flags: [{ key: "new_checkout_flow", status: "enabled" }] });
  });
});

describe("the rules that the SDKs' tests prove (3.7)", () => {
  test.each<[unknown, Record<string, unknown>, Record<string, unknown>]>([
    [{ "==": [{ var: "plan" }, "premium"] }, { plan: "premium" }, { plan: "free" }],
    [{ in: ["springfield", { var: "url" }] }, { url: "https://springfield.org" }, { url: "https://shelbyville.org" }],
    [{ in: [{ var: "name" }, ["a", "b", "c"]] }, { name: "b" }, { name: "d" }],
    [
      { and: [{ "==": [{ var: "name" }, "x"] }, { "==": [{ var: "country" }, "de"] }] },
      { name: "X", country: "DE" },
      { name: "X", country: "FR" },
    ],
    [{ ">": [{ var: "queries_ran" }, 25] }, { queries_ran: 27 }, { queries_ran: 25 }],
  ])("%j", async (rule, inside, outside) => {
    const desk = await openDesk();
    await live(desk, { runtime_evaluation_rule: rule });
    const served = (custom_properties: unknown): unknown =>
      desk.served("new_checkout_flow", "ada", { context: { custom_properties } }).kind;
    expect([served(inside), served(outside)]).toEqual(["variant", "fallback"]);
  });
});

describe("the cohort body of section 3.6", () => {
  const body = {
    selector: {
      operator: "and",
      children: [
        { property: "user", value: "plan", operator: "==", operand: "premium", type: "string" },
        { property: "cohort", value: 456, operator: "in" },
        { property: "behaviors", value: "bhvr_0", operator: ">=", operand: 3 },
      ],
    },
    behaviors: {
      bhvr_0: {
        count: { type: "absolute", event_selector: { event: "Purchase" } },
        window: { unit: "day", value: 30 },
      },
    },
  };

  test("is taken as a cohort and as a flag's target, and given back as it is", async () => {
    const desk = await openDesk();
    expect((await desk.call("POST", desk.cohorts, { name: "Buyers", ...body })).results()).toMatchObject(body);
    await live(desk, { cohort_definition: body });
    const [flag] = (await desk.call("GET", desk.flags)).results() as unknown as [unknown];
    expect(flag).toMatchObject({ ruleset: { rollout: [{ cohort_definition: body }] } });
  });
});
