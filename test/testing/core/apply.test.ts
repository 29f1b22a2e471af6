import { startServer } from "../../../src/terraform/start-server";
import { Driver } from "../../../src/testing/driver";
import { DriverError } from "../../../src/testing/failure";
import { Plan } from "../../../src/testing/plan";
import { errorDiagnostic, raw, rawDriver, unwire, wire } from "../raw-provider";
import { SOURCE, things, thingsDriver, thingsProvider, World } from "../things-provider";

test("destroying goes against the order of creation", async () => {
  const world = new World();
  const driver = thingsDriver(world);
  const stack = things({
    a: { name: "a" },
    b: { name: "b", note: "${lab_thing.a.id}" },
    c: { name: "c", depends_on: ["lab_thing.b"] },
  });
  await driver.apply(stack);
  world.take();
  await driver.destroy(stack);
  expect(world.take().filter((each) => each.startsWith("delete"))).toEqual(["delete c", "delete b", "delete a"]);
});

test("what was dropped from the stack is destroyed before what it stood on is changed", async () => {
  const world = new World();
  const driver = thingsDriver(world);
  await driver.apply(things({ a: { name: "a" }, b: { name: "b", note: "${lab_thing.a.id}" } }));
  world.take();
  await driver.apply(things({ a: { name: "z" } }));
  expect(world.take().slice(-3)).toEqual(["delete b", "delete a", "create z"]);
});

test("create_before_destroy catches what it depends on, and dependents change in between", async () => {
  const world = new World();
  const driver = thingsDriver(world);
  const stack = (name: string) =>
    things({ a: { name }, b: { name: `b-${name}`, note: "${lab_thing.a.id}", lifecycle: { create_before_destroy: true } } });
  await driver.apply(stack("x"));
  world.take();
  await driver.apply(stack("y"));
  expect(world.take().slice(-4)).toEqual(["create y", "create b-y", "delete b-x", "delete x"]);
});

test("a failing apply keeps the rest, and what depends on the failure is not begun", async () => {
  const world = new World();
  const driver = thingsDriver(world);
  const stack = things({
    a: { name: "a" },
    bad: { name: "bad" },
    after: { name: "after", note: "${lab_thing.bad.id}" },
    b: { name: "b", note: "${lab_thing.a.id}" },
  });
  world.failing.add("create bad");
  await expect(driver.apply(stack)).rejects.toMatchObject({
    diagnostics: [{ severity: "error", summary: "The server said no", address: "lab_thing.bad", path: ["name"] }],
  });
  expect(driver.state.instances.map((each) => each.address)).toEqual(["lab_thing.a", "lab_thing.b"]);
  world.failing.clear();
  await driver.apply(stack);
  expect((await driver.plan(stack)).empty).toBe(true);
  expect(world.things.size).toBe(4);
});

test("a failed update keeps the state, or what the provider says was written", async () => {
  const world = new World();
  const driver = thingsDriver(world);
  await driver.apply(things({ a: { name: "a", note: "old" } }));
  world.failing.add("update a");
  await expect(driver.apply(things({ a: { name: "a", note: "new" } }))).rejects.toThrow(DriverError);
  expect(driver.instance("lab_thing.a")).toMatchObject({ status: "ready", attributes: { note: "old" } });
  world.failing.add("half-update a");
  await expect(driver.apply(things({ a: { name: "a", note: "new" } }))).rejects.toThrow("Half of it failed");
  expect(driver.instance("lab_thing.a")).toMatchObject({ status: "ready", attributes: { note: "half done" } });
});

test("a failed deletion keeps the object", async () => {
  const world = new World();
  const driver = thingsDriver(world);
  await driver.apply(things({ a: { name: "a" } }));
  world.failing.add("delete a");
  await expect(driver.destroy(things({}))).rejects.toThrow("The server said no");
  expect(driver.instance("lab_thing.a")).toBeDefined();
});

test("a creation that fails and leaves an object taints it, and the next plan replaces it", async () => {
  let failing = true;
  const driver = rawDriver({
    applyResourceChange: (answer) => (failing ? { ...answer, diagnostics: [errorDiagnostic("Half made")] } : answer),
  });
  await expect(driver.apply(raw({ name: "a" }))).rejects.toThrow("Half made");
  expect(driver.instance("raw_thing.a")?.status).toBe("tainted");
  failing = false;
  const plan = await driver.plan(raw({ name: "a" }));
  expect(plan.change("raw_thing.a")).toMatchObject({ action: "replace", reason: "tainted" });
  await driver.apply(plan);
  expect(driver.instance("raw_thing.a")?.status).toBe("ready");
});

test("taint by command replaces", async () => {
  const world = new World();
  const driver = thingsDriver(world);
  await driver.apply(things({ a: { name: "a" } }));
  driver.taint("lab_thing.a");
  await driver.apply(things({ a: { name: "a" } }));
  expect(world.take().slice(-2)).toEqual(["delete a", "create a"]);
});

test("a replacement whose creation fails puts the set-aside object back", async () => {
  const world = new World();
  const driver = thingsDriver(world);
  const lifecycle = { create_before_destroy: true };
  await driver.apply(things({ a: { name: "a", lifecycle } }));
  world.failing.add("create b");
  await expect(driver.apply(things({ a: { name: "b", lifecycle } }))).rejects.toThrow("The server said no");
  expect(driver.state.instances).toMatchObject([{ address: "lab_thing.a", attributes: { name: "a" } }]);
});

test("a replaced object that cannot be destroyed stays deposed until it can", async () => {
  const world = new World();
  const driver = thingsDriver(world);
  const lifecycle = { create_before_destroy: true };
  await driver.apply(things({ a: { name: "a", lifecycle } }));
  world.failing.add("delete a");
  await expect(driver.apply(things({ a: { name: "b", lifecycle } }))).rejects.toThrow("The server said no");
  expect(driver.state.instances).toHaveLength(2);
  world.failing.clear();
  const plan = await driver.plan(things({ a: { name: "b", lifecycle } }));
  expect(plan.changes.filter((each) => each.action !== "no-op")).toMatchObject([
    { action: "delete", before: { name: "a" } },
  ]);
  await driver.apply(plan);
  expect(driver.state.instances).toHaveLength(1);
  expect(world.things.size).toBe(1);
});

test("private data is kept and handed back", async () => {
  const seen: string[] = [];
  const driver = rawDriver({
    applyResourceChange: (answer) => ({ ...answer, private: Buffer.from("kept") }),
    readResource: (answer, request) => {
      seen.push(request.private.toString());
      return answer;
    },
  });
  await driver.apply(raw({ name: "a" }));
  await driver.plan(raw({ name: "a" }));
  expect(seen).toEqual(["kept"]);
});

test("unknown values reach the provider with what is known of them", async () => {
  const seen: string[] = [];
  const driver = rawDriver({
    planResourceChange: (answer, request) => {
      seen.push(request.config?.msgpack.toString("latin1") ?? "");
      return answer;
    },
  });
  const stack = { resource: { terraform_data: { t: {} }, raw_thing: { a: { name: "x-${terraform_data.t.id}" } } } };
  await driver.plan(stack);
  expect(seen[0]).toContain("x-");
  await driver.apply(stack);
  expect(driver.instance("raw_thing.a")?.attributes["name"]).toMatch(/^x-0000/);
});

test("numbers go through without loss", async () => {
  const driver = rawDriver();
  const stack = raw({ name: "a", size: "123456789012345678901234567890.125" });
  await driver.apply(stack);
  expect(JSON.stringify(driver.instance("raw_thing.a")?.attributes["size"])).toContain("123456789012345678901234567890.125");
  expect((await driver.plan(stack)).empty).toBe(true);
  for (const size of [0.1, 1e30, 2 ** 53, -0.5, 33.3]) {
    await driver.apply(raw({ name: "a", size }));
    expect((await driver.plan(raw({ name: "a", size }))).empty).toBe(true);
  }
});

test("a gRPC error is an error diagnostic, and the object's state is as it was", async () => {
  const driver = rawDriver();
  await driver.apply(raw({ name: "a" }));
  const broken = rawDriver({
    applyResourceChange: () => {
      throw new Error("boom");
    },
  }).withState(driver.state);
  await expect(broken.apply(raw({ name: "a", size: 1 }))).rejects.toMatchObject({
    diagnostics: [{ summary: "Plugin error" }],
  });
  expect(broken.instance("raw_thing.a")?.attributes["size"]).toBeNull();
});

test("a saved plan survives as text, and is refused once the state has moved on", async () => {
  const driver = thingsDriver(new World());
  const stack = things({
    a: { name: "a" },
    b: { name: "b", note: "${lab_thing.a.id}", ratio: "0.10000000000000000000001" },
  });
  const text = (await driver.plan(stack)).toText();
  await driver.apply(Plan.fromText(text));
  expect(driver.instance("lab_thing.b")?.attributes["note"]).toBe("thing-1");
  await expect(driver.apply(Plan.fromText(text))).rejects.toThrow("Saved plan is stale");
});

test("a fresh, configured process per provider configuration and phase", async () => {
  const world = new World();
  const driver = thingsDriver(world);
  const stack = {
    terraform: { required_providers: { lab: { source: "flagform/lab" } } },
    provider: { lab: [{ zone: "one" }, { alias: "two", zone: "two" }] },
    resource: { lab_thing: { a: { name: "a" }, b: { name: "b", provider: "lab.two" } } },
  };
  await driver.apply(stack);
  // Validate, plan and apply.
  expect(world.launches).toBe(6);
  expect(world.running).toBe(0);
  expect(world.log.filter((each) => each.startsWith("configure")).sort()).toEqual([
    "configure one",
    "configure one",
    "configure two",
    "configure two",
  ]);
  expect(driver.instance("lab_thing.b")?.provider).toBe("lab.two");
});

test("several providers in one stack", async () => {
  const world = new World();
  const other = new World();
  const launch = (of: World) => () => startServer(thingsProvider(of));
  const driver = new Driver({ launch: { [SOURCE]: launch(world), "flagform/other": launch(other) } });
  const stack = {
    terraform: { required_providers: { lab: { source: "flagform/lab" }, other: { source: "flagform/other" } } },
    resource: { lab_thing: { a: { name: "a" }, b: { name: "b", provider: "other", note: "${lab_thing.a.id}" } } },
  };
  await driver.apply(stack);
  expect([world.take(), other.take()].map((log) => log.filter((each) => each.startsWith("create")))).toEqual([
    ["create a"],
    ["create b"],
  ]);
  await expect(driver.plan({ resource: { null_resource: { x: {} } } })).rejects.toThrow(/hashicorp\/null/);
});

test("an abort leaves out what has not begun", async () => {
  const world = new World();
  const abort = new AbortController();
  const driver = rawDriver({
    applyResourceChange: (answer, { plannedState }) => {
      abort.abort();
      return {
        ...answer,
        newState: wire(
          unwire(plannedState) === null ? null : { ...(unwire(answer.newState as never) as object), id: "made" },
        ),
      };
    },
  });
  const stack = { resource: { raw_thing: { a: { name: "a" }, b: { name: "b", depends_on: ["raw_thing.a"] } } } };
  await expect(driver.apply(stack, { signal: abort.signal })).rejects.toThrow("Operation interrupted");
  expect(driver.state.instances.map((each) => each.address)).toEqual(["raw_thing.a"]);
  expect(world.running).toBe(0);
});
