import type { Desk } from "../client";
import { gate, group, OFF, ON, openDesk, rules, stopAll } from "../client";

afterEach(stopAll);

/** What the server says of a body, on POST and on PUT alike. */
async function refused(desk: Desk, body: unknown): Promise<string> {
  const post = await desk.call("POST", desk.flags, body);
  const put = await desk.call("PUT", desk.flag(desk.emulator.planted.projects[0]?.flags[0]?.id), body);
  expect([post.status, put.status]).toEqual([400, 400]);
  expect(post.error()).toBe(put.error());
  return post.error();
}

const seed = { projects: [{ name: "Acme", flags: [gate({ key: "planted" })] }] };
const event = { event_name: "Sign Up", time_window: "while_flag_enabled" };

describe("the body of a flag (3.1-3.8)", () => {
  test.each([
    ["name: Field required", { ...gate(), name: undefined }],
    ["tags: Field required", { ...gate(), tags: undefined }],
    ["context: Field required", { ...gate(), context: undefined }],
    ["serving_method: Field required", { ...gate(), serving_method: undefined }],
    ["ruleset: Field required", { ...gate(), ruleset: undefined }],
    ["ruleset.variants: Field required", gate({ ruleset: { rollout: [] } })],
    ["ruleset.rollout: Field required", gate({ ruleset: { variants: [ON, OFF] } })],
    ["ruleset.variants.0.value: Field required", gate({ ruleset: rules({ variants: [{ ...ON, value: undefined }] }) })],
    ["ruleset.variants.0.split: Field required", gate({ ruleset: rules({ variants: [{ ...ON, split: undefined }] }) })],
    ["ruleset.rollout.0.variant_splits: Field required", gate({ ruleset: rules({ rollout: [{ rollout_percentage: 1 }] }) })],
    [
      "ruleset.rollout.0.rollout_percentage: Field required",
      gate({ ruleset: rules({ rollout: [{ variant_splits: {} }] }) }),
    ],
  ])("needs what the schema requires: %s", async (message, body) => {
    expect(await refused(await openDesk({ seed }), body)).toBe(message);
  });

  test.each([
    ["id", gate({ id: "6f1a3c1e-2b7d-4c59-9a70-0d6f8f1f2a11" })],
    ["modified", gate({ modified: "2026-01-01T00:00:00Z" })],
    ["ruleset.salt", gate({ ruleset: rules({ salt: "x" }) })],
    ["ruleset.variants.0.screenshot", gate({ ruleset: rules({ variants: [{ ...ON, screenshot: null }, OFF] }) })],
    ["ruleset.rollout.0.id", gate({ ruleset: rules({ rollout: [group({ id: 1 })] }) })],
    [
      "ruleset.rollout.0.variant_override.value",
      gate({ ruleset: rules({ rollout: [group({ variant_override: { key: "On", value: true } })] }) }),
    ],
    [
      "ruleset.rollout.0.runtime_event_rule.count",
      gate({ ruleset: rules({ rollout: [group({ runtime_event_rule: { ...event, count: 1 } })] }) }),
    ],
  ])("is closed, so what a read answers cannot be sent back as it is: %s", async (path, body) => {
    expect(await refused(await openDesk({ seed }), body)).toBe(`${path}: Extra inputs are not permitted`);
  });

  test.each([
    ["an empty name", gate({ name: "" })],
    ["a name of 256 characters", gate({ name: "n".repeat(256) })],
    ["an empty key", gate({ key: "" })],
    ["a context of 256 characters", gate({ context: "c".repeat(256) })],
    ["a serving method of its own", gate({ serving_method: "local" })],
    ["a status of its own", gate({ status: "paused" })],
    ["a null status", gate({ status: null })],
    ["an experiment that is no UUID", gate({ experiment_id: "exp_123" })],
    ["a salt of 31 characters", gate({ hash_salt: "0".repeat(31) })],
    ["a workspace as text", gate({ workspace_id: "123" })],
    ["null tags", gate({ tags: null })],
    ["a percentage in percent", gate({ ruleset: rules({ rollout: [group({ rollout_percentage: 100 })] }) })],
    ["a percentage as text", gate({ ruleset: rules({ rollout: [group({ rollout_percentage: "1" })] }) })],
    ["a split above 1", gate({ ruleset: rules({ variants: [{ ...ON, split: 1.5 }, OFF] }) })],
    ["a null stickiness", gate({ ruleset: rules({ variants: [{ ...ON, is_sticky: null }, OFF] }) })],
    ["splits that are null", gate({ ruleset: rules({ rollout: [group({ variant_splits: null })] }) })],
    ["test users that are no map of maps", gate({ ruleset: rules({ test: { "user-123": "On" } }) })],
    [
      "a time window of its own",
      gate({ ruleset: rules({ rollout: [group({ runtime_event_rule: { ...event, time_window: "always" } })] }) }),
    ],
    [
      "a duration of its own",
      gate({ ruleset: rules({ rollout: [group({ runtime_event_rule: { ...event, duration: "a day" } })] }) }),
    ],
  ])("has bounds and kinds: %s is refused", async (_, body) => {
    expect(await refused(await openDesk({ seed }), body)).toMatch(/^[a-z_.0-9-]+: /);
  });

  test("names everything that is wrong at once", async () => {
    const message = await refused(await openDesk({ seed }), { ...gate(), name: "", key: undefined, colour: "red" });
    expect(message).toMatch(/name: .*key: Field required.*colour: Extra inputs are not permitted/);
  });

  test("has to be JSON, and to say so", async () => {
    const desk = await openDesk();
    expect((await desk.call("POST", desk.flags, "{")).error()).toBe("Request body is not valid JSON");
    const form = { "content-type": "application/x-www-form-urlencoded" };
    expect((await desk.call("POST", desk.flags, gate(), form)).error()).toContain("application/json");
    expect((await desk.call("POST", desk.flags, [])).status).toBe(400);
  });

  test("can be refused with a 200 that says error, as the published answers may (1.5)", async () => {
    const desk = await openDesk({ refusals: 200 });
    const answer = await desk.call("POST", desk.flags, { ...gate(), name: "" });
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({ status: "error", type: "validation_error", error: expect.stringContaining("name: ") });
    expect((await desk.call("GET", desk.flag("unknown"))).status).toBe(404);
  });

  test("takes every field of a group, and gives it back (3.4, 3.8)", async () => {
    const desk = await openDesk();
    const full = {
      name: "beta",
      cohort_definition: { selector: { operator: "and", children: [] } },
      runtime_evaluation_definition: { plan: "premium" },
      runtime_evaluation_rule: { "==": [{ var: "plan" }, "premium"] },
      runtime_event_rule: { ...event, duration: "indefinitely", property_filters: { "==": [{ var: "plan" }, "x"] } },
      cohort_hash: "cohort_abc123",
      rollout_percentage: 0.25,
      variant_override: { key: "On" },
      variant_splits: { On: 0.4, Off: 0.6 },
    };
    const made = await desk.created({ ruleset: rules({ rollout: [full] }) });
    expect((made.ruleset as { rollout: unknown[] }).rollout).toEqual([full]);
  });
});
