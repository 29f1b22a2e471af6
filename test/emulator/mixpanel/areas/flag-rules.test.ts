import { colours, gate, group, OFF, ON, openDesk, rules, stopAll } from "../client";

afterEach(stopAll);

const many = (count: number): unknown[] =>
  Array.from({ length: count }, (_, index) => ({
    key: `v${index}`,
    value: `v${index}`,
    is_control: index === 0,
    split: index === 0 ? 1 : 0,
  }));
const variants = (list: readonly unknown[]): Record<string, unknown> => gate({ ruleset: rules({ variants: list }) });

describe("what the backend checks beyond the schema", () => {
  test.each([
    ["no variant at all", variants([]), "at least one variant"],
    ["a key twice (3.3)", variants([ON, { ...ON, split: 0 }]), 'duplicate variant key "On"'],
    ["splits that do not sum to 1 (3.3)", variants([{ ...ON, split: 0.5 }, OFF]), "splits must sum to 1"],
    ["values of two types (3.3)", variants([ON, { ...OFF, value: "off" }]), "same type"],
    ["a value over 32 KB (3.3)", variants([{ ...OFF, value: "x".repeat(32_769), split: 1 }]), "larger than 32768"],
    ["no control (3.3)", variants([ON, { ...OFF, is_control: false }]), "exactly one variant must be the control, 0 are"],
    ["two controls (3.3)", variants([{ ...ON, is_control: true }, OFF]), "exactly one variant must be the control, 2 are"],
    [
      "a gate whose true is the control (3.3)",
      variants([
        { ...ON, is_control: true },
        { ...OFF, is_control: false },
      ]),
      'must be "Off"',
    ],
    [
      "a config whose control is not first (3.3)",
      variants(colours().map((each, index) => ({ ...each, is_control: index === 2 }))),
      "first variant of a dynamic config",
    ],
    [
      "a split of a variant that is not there (7.7)",
      gate({ ruleset: rules({ rollout: [group({ variant_splits: { Maybe: 1 } })] }) }),
      'ruleset.rollout.0.variant_splits: there is no variant "Maybe"',
    ],
    [
      "an override to a variant that is not there (5.2)",
      gate({ ruleset: rules({ rollout: [group({ variant_override: { key: "Maybe" } })] }) }),
      'variant_override: there is no variant "Maybe"',
    ],
    [
      "a test user of a variant that is not there (5.2)",
      gate({ ruleset: rules({ test: { users: { u: "Maybe" } } }) }),
      'ruleset.test.users.u: there is no variant "Maybe"',
    ],
    ["a group context without its data group (3.1)", gate({ context: "company_id" }), "data_group_id"],
    ["a data view that is not the path's", gate({ workspace_id: 1 }), "workspace_id: 1"],
  ])("refuses %s", async (_, body, message) => {
    const desk = await openDesk();
    const answer = await desk.call("POST", desk.flags, body);
    expect(answer.status).toBe(400);
    expect(answer.error()).toContain(message);
  });

  test("lets splits miss 1 by a hundredth (3.3)", async () => {
    const desk = await openDesk();
    expect((await desk.call("POST", desk.flags, variants([{ ...ON, split: 0.99 }, OFF]))).status).toBe(200);
  });

  test("lets a group's splits leave variants out, which then keep their own (3.4)", async () => {
    const desk = await openDesk();
    const ruleset = rules({ variants: colours([0.2, 0.3, 0.5]), rollout: [group({ variant_splits: { blue: 1 } })] });
    expect((await desk.call("POST", desk.flags, gate({ ruleset }))).status).toBe(200);
  });

  test("finds variants of overrides and test users whatever their case, of splits only as written (3.3)", async () => {
    const desk = await openDesk();
    const named = rules({ rollout: [group({ variant_override: { key: "on" } })], test: { users: { u: "OFF" } } });
    expect((await desk.call("POST", desk.flags, gate({ ruleset: named }))).status).toBe(200);
    const split = rules({ rollout: [group({ variant_splits: { on: 1 } })] });
    expect((await desk.call("POST", desk.flags, gate({ key: "b", ruleset: split }))).status).toBe(400);
  });

  test("does not ask for the order of an experiment's variants", async () => {
    const desk = await openDesk();
    const list = colours().map((each, index) => ({ ...each, is_control: index === 2 }));
    const body = { ...variants(list), experiment_id: "6f1a3c1e-2b7d-4c59-9a70-0d6f8f1f2a11" };
    expect((await desk.call("POST", desk.flags, body)).status).toBe(200);
  });

  test("takes 11 variants and not 12, or 10 and not 11 (3.2, 7.7)", async () => {
    const published = await openDesk();
    expect((await published.call("POST", published.flags, variants(many(11)))).status).toBe(200);
    expect((await published.call("POST", published.flags, variants(many(12)))).status).toBe(400);
    const documented = await openDesk({ variantLimit: 10 });
    expect((await documented.call("POST", documented.flags, variants(many(10)))).status).toBe(200);
    expect((await documented.call("POST", documented.flags, variants(many(11)))).error()).toContain("at most 10");
  });

  test("is all left out where the server checks the schema alone (7.7)", async () => {
    const desk = await openDesk({ rules: "schema" });
    const ruleset = rules({ variants: [ON, ON], rollout: [group({ variant_splits: { Maybe: 7 } })] });
    expect((await desk.call("POST", desk.flags, gate({ context: "company_id", ruleset }))).status).toBe(200);
  });

  test("crashes on an event selector whose selector is null (3.6)", async () => {
    const desk = await openDesk();
    const count = { type: "absolute", event_selector: { event: "Purchase", selector: null } };
    const definition = { selector: {}, behaviors: { bhvr_0: { count } } };
    const body = gate({ ruleset: rules({ rollout: [group({ cohort_definition: definition })] }) });
    const answer = await desk.call("POST", desk.flags, body);
    expect(answer.status).toBe(500);
    expect((await desk.call("GET", desk.flags)).results()).toEqual([]);
  });
});
