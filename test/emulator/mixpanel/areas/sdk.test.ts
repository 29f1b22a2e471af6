import type { Answer, Desk } from "../client";
import { basic, colours, gate, group, OFF, ON, openDesk, rules, stopAll } from "../client";

afterEach(stopAll);

const EXPERIMENT = "6f1a3c1e-2b7d-4c59-9a70-0d6f8f1f2a11";

function ask(desk: Desk, context: unknown, more = ""): Promise<Answer> {
  const text = encodeURIComponent(JSON.stringify(context));
  return desk.call("GET", `/flags?context=${text}&project_id=${desk.project}${more}`);
}

describe("what applications ask", () => {
  test("is answered with a variant for each flag that somebody is in, and nothing for the others", async () => {
    const desk = await openDesk();
    await desk.created({ key: "off" });
    await desk.created({ key: "nobody", status: "enabled", ruleset: rules({ rollout: [] }) });
    await desk.created({ key: "gate", status: "enabled", ruleset: rules({ test: { users: { qa: "Off" } } }) });
    const linked = { experiment_id: EXPERIMENT, is_experiment_active: true, ruleset: rules({ variants: colours() }) };
    await desk.created({ key: "config", status: "enabled", ...linked });
    const gateOf = (variant_key: string, variant_value: boolean, is_qa_tester: boolean): unknown => ({
      variant_key,
      variant_value,
      is_qa_tester,
    });
    const config = { variant_key: "red", variant_value: "red", experiment_id: EXPERIMENT, is_experiment_active: true };
    // The code is what the vendor's Python client reads first.
    expect((await ask(desk, { distinct_id: "ada" })).body).toEqual({
      code: 200,
      flags: { gate: gateOf("On", true, false), config: { ...config, is_qa_tester: false } },
    });
    expect((await ask(desk, { distinct_id: "qa" })).body).toMatchObject({ flags: { gate: gateOf("Off", false, true) } });
  });

  test("takes the distinct id for the device where none is given, and properties of the moment", async () => {
    const desk = await openDesk();
    const rule = { runtime_evaluation_rule: { "==": [{ var: "platform" }, "web"] } };
    await desk.created({ status: "enabled", context: "device_id", ruleset: rules({ rollout: [group(rule)] }) });
    const context = { distinct_id: "ada", custom_properties: { platform: "web" } };
    expect((await ask(desk, context)).body).toMatchObject({ flags: { new_checkout: { variant_key: "On" } } });
    expect((await ask(desk, { distinct_id: "ada" })).body).toEqual({ code: 200, flags: {} });
  });

  test("is refused without a context that names somebody, and without credentials", async () => {
    const desk = await openDesk();
    for (const query of ["", "?context=%7B", "?context=%7B%7D", "?context=1"]) {
      const path = `/flags${query}${query === "" ? "?" : "&"}project_id=${desk.project}`;
      const answer = await desk.call("GET", path);
      expect(answer.status).toBe(400);
      expect(answer.body).toEqual({ error: expect.stringContaining("context") as string, status: "error" });
    }
    expect((await desk.call("GET", "/flags", undefined, { authorization: "" })).status).toBe(401);
    expect((await desk.call("GET", "/flags?project_id=1")).status).toBe(403);
  });

  test("may be asked with a project's token or secret in place of a service account", async () => {
    const desk = await openDesk({ seed: { projects: [{ name: "Acme", token: "tok", secret: "sec" }] } });
    await desk.created({ status: "enabled" });
    for (const name of ["tok", "sec"]) {
      const answer = await desk.call("GET", "/flags/definitions", undefined, basic(name, ""));
      expect(answer.body).toMatchObject({ flags: [{ key: "new_checkout" }] });
    }
    expect(desk.emulator.requests().at(-1)?.caller).toBe("application");
  });

  test("gives those who evaluate by themselves all that are enabled, except those served remotely only", async () => {
    const desk = await openDesk();
    await desk.created({ key: "off" });
    await desk.created({ key: "remote", status: "enabled", serving_method: "remote_only" });
    const made = await desk.created({ status: "enabled", tags: ["a"] });
    const answer = await desk.call("GET", `/flags/definitions?project_id=${desk.project}`);
    expect(answer.body).toEqual({
      flags: [
        {
          id: made.id,
          name: "New checkout",
          key: "new_checkout",
          status: "enabled",
          project_id: desk.project,
          workspace_id: desk.workspace,
          context: "distinct_id",
          hash_salt: made.hash_salt,
          ruleset: {
            variants: [
              { ...ON, is_sticky: false },
              { ...OFF, is_sticky: false },
            ],
            rollout: [{ rollout_percentage: 1, variant_splits: {} }],
          },
        },
      ],
    });
  });

  test("asks only for reads", async () => {
    const desk = await openDesk();
    expect((await desk.call("POST", `/flags?project_id=${desk.project}`, gate())).status).toBe(405);
  });
});
