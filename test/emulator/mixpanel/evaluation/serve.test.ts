import { normalizedHash } from "../../../../src/emulator/mixpanel/evaluation/hashing";
import type { Desk } from "../client";
import { colours, gate, group, openDesk, rules, stopAll } from "../client";

afterEach(stopAll);

const SALT = "0123456789abcdef0123456789abcdef";
const PEOPLE = Array.from({ length: 200 }, (_, index) => `user-${index}`);

/** A flag that is on, with this ruleset and a known salt. */
async function on(
  desk: Desk,
  ruleset: Record<string, unknown>,
  more: Record<string, unknown> = {},
): Promise<Record<string, unknown>> {
  const made = (await desk.call("POST", desk.flags, gate({ ruleset, ...more }))).results();
  const body = gate({ ruleset, hash_salt: SALT, ...more, status: "enabled" });
  return (await desk.call("PUT", desk.flag(made.id), body)).results();
}

function keyFor(desk: Desk, who: string, more: Parameters<Desk["served"]>[2] = {}): string | null {
  const served = desk.served("new_checkout", who, more);
  return served.kind === "variant" ? served.key : null;
}

describe("who is served what (4.1, 4.3)", () => {
  test("is the fallback while the flag is disabled, archived or deleted, whatever its rules", async () => {
    const desk = await openDesk();
    const { id } = await on(desk, rules({ test: { users: { ada: "On" } } }));
    expect(desk.served("new_checkout", "ada")).toMatchObject({ kind: "variant", key: "On", value: true });
    await desk.call("PUT", desk.flag(id), gate({ ruleset: rules({ test: { users: { ada: "On" } } }) }));
    expect(desk.served("new_checkout", "ada")).toEqual({ kind: "fallback", reason: "the flag is disabled" });
    await desk.call("POST", desk.flag(id, "/archive/"));
    expect(desk.served("new_checkout", "ada")).toEqual({ kind: "fallback", reason: "the flag is archived" });
    await desk.call("DELETE", desk.flag(id));
    expect(desk.served("new_checkout", "ada")).toEqual({ kind: "fallback", reason: "the flag is deleted" });
  });

  test("is the fallback for all when there is no group, not the control (3.10, 4.3)", async () => {
    const desk = await openDesk();
    await on(desk, rules({ rollout: [] }));
    expect(desk.served("new_checkout", "ada")).toEqual({ kind: "fallback", reason: "no rollout group matches" });
  });

  test("is the fallback for who has no assignment key", async () => {
    const desk = await openDesk();
    await on(desk, rules(), { context: "company_id", data_group_id: "77" });
    expect(keyFor(desk, "ada")).toBeNull();
    expect(keyFor(desk, "ada", { context: { company_id: "acme" } })).toBe("On");
  });

  test("goes by the plan's limit: the first that were switched on (4.6)", async () => {
    const desk = await openDesk({ seed: { projects: [{ name: "Acme", limit: 1 }] } });
    const first = await desk.created({ key: "first", status: "enabled" });
    await desk.created({ key: "second", status: "enabled" });
    expect(desk.served("first", "ada").kind).toBe("variant");
    expect(desk.served("second", "ada")).toMatchObject({
      kind: "fallback",
      reason: expect.stringContaining("plan") as string,
    });
    await desk.call("PUT", desk.flag(first.id), gate({ key: "first" }));
    expect(desk.served("second", "ada").kind).toBe("variant");
  });
});

describe("test users (3.5)", () => {
  test("come before every group, by distinct id whatever the context, with variants in any case", async () => {
    const desk = await openDesk();
    const ruleset = rules({ rollout: [group()], test: { users: { ada: "off", bob: "OFF" } } });
    await on(desk, ruleset, { context: "device_id" });
    expect(desk.served("new_checkout", "ada", { context: { device_id: "d" } })).toEqual({
      kind: "variant",
      key: "Off",
      value: false,
      by: "test_user",
    });
    expect(keyFor(desk, "Ada", { context: { device_id: "d" } })).toBe("On");
  });

  test("whose variant is gone are dealt with as anybody", async () => {
    const desk = await openDesk({ rules: "schema" });
    await on(desk, rules({ test: { users: { ada: "Gone" } } }));
    expect(keyFor(desk, "ada")).toBe("On");
  });
});

describe("rollout groups (3.4, 4.3)", () => {
  test("take somebody whose hash is below their percentage, with a salt that holds the group's place", async () => {
    const desk = await openDesk();
    await on(desk, rules({ rollout: [group({ rollout_percentage: 0.3 })] }));
    for (const who of PEOPLE) {
      const isIn = normalizedHash(who, `new_checkout${SALT}0`) < 0.3;
      expect([who, keyFor(desk, who)]).toEqual([who, isIn ? "On" : null]);
    }
  });

  test("hash with the word rollout when the flag has no salt", async () => {
    const desk = await openDesk();
    await on(desk, rules({ rollout: [group({ rollout_percentage: 0.3 })] }), { hash_salt: null });
    for (const who of PEOPLE) {
      const isIn = normalizedHash(who, "new_checkoutrollout") < 0.3;
      expect([who, keyFor(desk, who)]).toEqual([who, isIn ? "On" : null]);
    }
  });

  test("deal people anew when another group is put before them", async () => {
    const desk = await openDesk();
    const half = group({ rollout_percentage: 0.5 });
    const flag = await on(desk, rules({ rollout: [half] }));
    const before = PEOPLE.map((who) => keyFor(desk, who));
    const rollout = [group({ rollout_percentage: 0 }), half];
    await desk.call("PUT", desk.flag(flag.id), gate({ status: "enabled", hash_salt: SALT, ruleset: rules({ rollout }) }));
    expect(PEOPLE.map((who) => keyFor(desk, who))).not.toEqual(before);
    await desk.call(
      "PUT",
      desk.flag(flag.id),
      gate({ status: "enabled", hash_salt: SALT, ruleset: rules({ rollout: [half, group({ rollout_percentage: 0 })] }) }),
    );
    expect(PEOPLE.map((who) => keyFor(desk, who))).toEqual(before);
  });

  test("are tried in order: the first that somebody qualifies for decides", async () => {
    const desk = await openDesk();
    const beta = group({ runtime_evaluation_rule: { "==": [{ var: "beta" }, true] }, variant_splits: { On: 0, Off: 1 } });
    await on(desk, rules({ rollout: [beta, group()] }));
    const inBeta = desk.served("new_checkout", "ada", { context: { custom_properties: { beta: true } } });
    expect(inBeta).toMatchObject({ key: "Off", group: 0 });
    expect(desk.served("new_checkout", "ada")).toMatchObject({ key: "On", group: 1 });
  });

  test("force their override before any split", async () => {
    const desk = await openDesk();
    await on(desk, rules({ rollout: [group({ variant_override: { key: "off" }, variant_splits: { On: 1, Off: 0 } })] }));
    expect(desk.served("new_checkout", "ada")).toEqual({
      kind: "variant",
      key: "Off",
      value: false,
      by: "override",
      group: 0,
    });
  });
});

describe("variants (3.3, 3.4, 4.3)", () => {
  const cut = (who: string): number => normalizedHash(who, `new_checkout${SALT}variant`);

  test("are cut in their order by splits that add up, with what is left over for the last", async () => {
    const desk = await openDesk();
    await on(desk, rules({ variants: colours([0.2, 0.3, 0.49]), rollout: [group()] }));
    for (const who of PEOPLE) {
      const expected = cut(who) < 0.2 ? "red" : cut(who) < 0.5 ? "green" : "blue";
      expect([who, keyFor(desk, who)]).toEqual([who, expected]);
    }
  });

  test("are cut by key in Python and Go", async () => {
    const desk = await openDesk();
    await on(desk, rules({ variants: colours([0.2, 0.3, 0.5]), rollout: [group()] }));
    for (const who of PEOPLE.slice(0, 50)) {
      const expected = cut(who) < 0.5 ? "blue" : cut(who) < 0.8 ? "green" : "red";
      expect([who, keyFor(desk, who, { sdk: "python" }), keyFor(desk, who, { sdk: "go" })]).toEqual([
        who,
        expected,
        expected,
      ]);
    }
  });

  test("leak past a group's splits that name only one of them: the others keep theirs", async () => {
    const desk = await openDesk();
    const variants = colours([0.5, 0.5, 0]);
    const flag = await on(desk, rules({ variants, rollout: [group({ variant_splits: { blue: 1 } })] }));
    const served = new Set(PEOPLE.map((who) => keyFor(desk, who)));
    expect(served).toEqual(new Set(["red", "green"]));
    const complete = [group({ variant_splits: { red: 0, green: 0, blue: 1 } })];
    const body = gate({ status: "enabled", hash_salt: SALT, ruleset: rules({ variants, rollout: complete }) });
    await desk.call("PUT", desk.flag(flag.id), body);
    expect(new Set(PEOPLE.map((who) => keyFor(desk, who)))).toEqual(new Set(["blue"]));
  });

  test("are dealt anew when the salt changes, and not when only the percentage grows (4.3)", async () => {
    const desk = await openDesk();
    const variants = colours([0.3, 0.3, 0.4]);
    const rollout = (part: number): Record<string, unknown> =>
      rules({ variants, rollout: [group({ rollout_percentage: part })] });
    const flag = await on(desk, rollout(0.4));
    const before = PEOPLE.map((who) => keyFor(desk, who));
    const put = (ruleset: unknown, hash_salt: unknown): Promise<unknown> =>
      desk.call("PUT", desk.flag(flag.id), gate({ status: "enabled", ruleset, hash_salt }));
    await put(rollout(0.8), SALT);
    const grown = PEOPLE.map((who) => keyFor(desk, who));
    expect(before.filter((each) => each !== null).length).toBeLessThan(grown.filter((each) => each !== null).length);
    for (const [index, each] of before.entries()) if (each !== null) expect(grown[index]).toBe(each);
    await put(rollout(0.8), null);
    expect(PEOPLE.map((who) => keyFor(desk, who))).not.toEqual(grown);
  });
});

describe("runtime rules (3.7)", () => {
  const ruled = (over: Record<string, unknown>): Record<string, unknown> => rules({ rollout: [group(over)] });
  const having = (custom_properties: unknown): Parameters<Desk["served"]>[2] => ({ context: { custom_properties } });

  test("compare without case, names of properties too, and match nobody without properties", async () => {
    const desk = await openDesk();
    await on(desk, ruled({ runtime_evaluation_rule: { "==": [{ var: "Plan" }, "PREMIUM"] } }));
    expect(keyFor(desk, "ada", having({ plan: "Premium" }))).toBe("On");
    expect(keyFor(desk, "ada", having({ plan: "free" }))).toBeNull();
    expect(keyFor(desk, "ada", having({}))).toBeNull();
    expect(keyFor(desk, "ada", having("premium"))).toBeNull();
    expect(keyFor(desk, "ada")).toBeNull();
  });

  test("that deny something match nobody without properties, except for Node's SDK by itself", async () => {
    const desk = await openDesk();
    await on(desk, ruled({ runtime_evaluation_rule: { "!=": [{ var: "plan" }, "free"] } }), { serving_method: "server" });
    expect(keyFor(desk, "ada", having({ plan: "premium" }))).toBe("On");
    expect(keyFor(desk, "ada")).toBeNull();
    expect(keyFor(desk, "ada", { mode: "local", sdk: "python" })).toBeNull();
    expect(keyFor(desk, "ada", { mode: "local", sdk: "node" })).toBe("On");
  });

  test.each<[rule: object, node: string | null, python: string | null]>([
    [{ "!=": [{ var: "plan" }, "free"] }, "On", null],
    [{ "!": { in: [{ var: "plan" }, ["free"]] } }, "On", null],
    [{ "<": [{ var: "age" }, 5] }, "On", null],
    [{ "==": [{ var: "plan" }, null] }, "On", null],
    [{ or: [{ "==": [{ var: "country" }, "de"] }, { "==": [{ var: "plan" }, "free"] }] }, "On", null],
    [{ "!=": [{ var: ["plan", "paid"] }, "free"] }, "On", "On"],
    [{ "==": [{ var: "country" }, "de"] }, "On", "On"],
    [{ some: [[1], true] }, "On", null],
  ])("%j over a property that is missing: Node goes on with null, Python gives up", async (rule, node, python) => {
    const desk = await openDesk();
    await on(desk, ruled({ runtime_evaluation_rule: rule }), { serving_method: "server" });
    const somebody = having({ country: "DE" });
    expect(keyFor(desk, "ada", { ...somebody, sdk: "node" })).toBe(node);
    expect(keyFor(desk, "ada", { ...somebody, sdk: "python" })).toBe(python);
    expect(keyFor(desk, "ada", { ...having({}), sdk: "python" })).toBeNull();
  });

  test("match nobody when they are no rule", async () => {
    const desk = await openDesk();
    await on(desk, ruled({ runtime_evaluation_rule: { regex: ["a", { var: "plan" }] } }));
    expect(keyFor(desk, "ada", having({ plan: "a" }))).toBeNull();
  });

  test("win over the legacy definition, which Go does not know", async () => {
    const desk = await openDesk();
    const legacy = { runtime_evaluation_definition: { plan: "premium", country: "DE" } };
    const flag = await on(desk, ruled(legacy));
    expect(keyFor(desk, "ada", having({ PLAN: "Premium", country: "de" }))).toBe("On");
    expect(keyFor(desk, "ada", having({ plan: "premium" }))).toBeNull();
    expect(keyFor(desk, "ada", { sdk: "go" })).toBe("On");
    const ruleset = ruled({ ...legacy, runtime_evaluation_rule: { "==": [{ var: "plan" }, "free"] } });
    await desk.call("PUT", desk.flag(flag.id), gate({ status: "enabled", ruleset }));
    expect(keyFor(desk, "ada", having({ plan: "free" }))).toBe("On");
    expect(keyFor(desk, "ada", having({ plan: "premium", country: "DE" }))).toBeNull();
  });

  test("of first-time events wait for the event, and an SDK on a server passes them over (3.8)", async () => {
    const desk = await openDesk();
    const rule = {
      event_name: "Sign Up",
      time_window: "while_flag_enabled",
      property_filters: { "==": [{ var: "plan" }, "x"] },
    };
    await on(desk, ruled({ runtime_event_rule: rule }));
    expect(keyFor(desk, "ada")).toBeNull();
    expect(keyFor(desk, "ada", { events: [{ name: "Sign Up", properties: { plan: "y" } }] })).toBeNull();
    expect(keyFor(desk, "ada", { events: [{ name: "Sign Up", properties: { plan: "x" } }] })).toBe("On");
    expect(keyFor(desk, "ada", { mode: "local" })).toBe("On");
  });
});

describe("cohorts (3.6)", () => {
  const saved = (id: unknown, operator = "in"): Record<string, unknown> =>
    rules({ rollout: [group({ cohort_definition: { selector: { property: "cohort", value: id, operator } } })] });

  test("have the members that were planted", async () => {
    const desk = await openDesk();
    const planted = desk.emulator.seed({ projects: [{ name: "Acme", cohorts: [{ name: "Staff", members: ["ada"] }] }] });
    const id = planted.projects[0]?.cohorts[0]?.id;
    const flag = await on(desk, saved(id));
    expect([keyFor(desk, "ada"), keyFor(desk, "bob")]).toEqual(["On", null]);
    await desk.call("PUT", desk.flag(flag.id), gate({ status: "enabled", ruleset: saved(id, "not in") }));
    expect([keyFor(desk, "ada"), keyFor(desk, "bob")]).toEqual([null, "On"]);
  });

  test("without planted members have those whose profile their definition fits", async () => {
    const profiles = { ada: { plan: "premium", age: 36 }, bob: { plan: "free", age: 20 } };
    const desk = await openDesk({ seed: { projects: [{ name: "Acme", profiles }] } });
    const leaf = (value: string, operator: string, operand: unknown): unknown => ({
      property: "user",
      value,
      operator,
      operand,
    });
    const selector = { operator: "or", children: [leaf("plan", "==", "premium"), leaf("age", ">", 60)] };
    const { id } = (await desk.call("POST", desk.cohorts, { name: "Premium", selector })).results();
    await on(desk, saved(id));
    expect([keyFor(desk, "ada"), keyFor(desk, "bob"), keyFor(desk, "eve")]).toEqual(["On", null, null]);
    expect(keyFor(desk, "eve", { profile: { age: 61 } })).toBe("On");
  });

  test("are passed over by an SDK that evaluates by itself: a cohort's group is everybody's (4.3)", async () => {
    const desk = await openDesk();
    await on(desk, saved(1), { serving_method: "remote_or_local" });
    expect([keyFor(desk, "ada"), keyFor(desk, "ada", { mode: "local" })]).toEqual([null, "On"]);
  });

  test("are met by nobody locally where the flag is served remotely only", async () => {
    const desk = await openDesk();
    await on(desk, saved(1), { serving_method: "remote_only" });
    expect(keyFor(desk, "ada", { mode: "local" })).toBeNull();
  });

  test("that only a history of events could tell match nobody", async () => {
    const desk = await openDesk();
    const children = [{ property: "behaviors", value: "bhvr_0", operator: ">=", operand: 3 }];
    await on(desk, rules({ rollout: [group({ cohort_definition: { selector: { operator: "and", children } } })] }));
    expect(keyFor(desk, "ada")).toBeNull();
  });

  test("and runtime rules of one group are both to be met (3.4)", async () => {
    const desk = await openDesk();
    const cohort_definition = { selector: { property: "user", value: "plan", operator: "==", operand: "premium" } };
    const runtime_evaluation_rule = { "==": [{ var: "platform" }, "web"] };
    await on(desk, rules({ rollout: [group({ cohort_definition, runtime_evaluation_rule })] }));
    const profile = { plan: "premium" };
    const context = { custom_properties: { platform: "web" } };
    expect(keyFor(desk, "ada", { profile })).toBeNull();
    expect(keyFor(desk, "ada", { context })).toBeNull();
    expect(keyFor(desk, "ada", { profile, context })).toBe("On");
  });
});

describe("a question about something that is not there", () => {
  test("is refused", async () => {
    const desk = await openDesk();
    expect(() => desk.served("nothing", "ada")).toThrow('has no flag "nothing"');
    expect(() => desk.served("nothing", "ada", { project: "Nowhere" })).toThrow("there is no project Nowhere");
  });
});
