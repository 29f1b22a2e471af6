import { DriverError } from "../../../src/testing/failure";
import { things, thingsDriver, World } from "../things-provider";

/** The error diagnostics that end an operation, as `address.path: summary`. */
async function errors(operation: Promise<unknown>): Promise<string[]> {
  try {
    await operation;
  } catch (cause) {
    if (cause instanceof DriverError) {
      return cause.diagnostics.map(
        (each) => `${each.address ?? ""}${(each.path ?? []).map((step) => `.${String(step)}`).join("")}: ${each.summary}`,
      );
    }
    throw cause;
  }
  return [];
}

describe("references", () => {
  test("what is unknown at plan is known at apply, in order", async () => {
    const world = new World();
    const driver = thingsDriver(world);
    const stack = things(
      { b: { name: "b", note: "made after ${lab_thing.a.id}", labels: { plain: "${lab_thing.a.id}" } }, a: { name: "a" } },
      { output: { id: { value: "${lab_thing.b.labels.plain}" } } },
    );
    const plan = await driver.plan(stack);
    expect(plan.change("lab_thing.b")?.afterUnknown).toMatchObject({ note: true, labels: { plain: true } });
    const { outputs } = await driver.apply(plan);
    expect(driver.instance("lab_thing.b")?.attributes).toMatchObject({
      note: "made after thing-1",
      labels: { plain: "thing-1" },
    });
    expect(driver.instance("lab_thing.b")?.dependencies).toEqual(["lab_thing.a"]);
    expect(outputs).toEqual({ id: "thing-1" });
    expect(world.take().slice(-2)).toEqual(["create a", "create b"]);
  });

  test("variables, locals, functions and terraform_data", async () => {
    const driver = thingsDriver(new World());
    const stack = things(
      {
        a: {
          name: "${var.prefix}-${local.suffix}",
          note: "${jsonencode({ b = [1, true], a = null })}",
          tags: '${toset(split(",", var.tags))}',
          labels: { gate: "${terraform_data.gate.output}" },
        },
      },
      {
        variable: { prefix: { type: "string" }, tags: { default: "x,y,x" } },
        locals: { suffix: "${upper(local.raw)}", raw: "end" },
      },
    ) as { resource: object };
    const whole = { ...stack, resource: { ...stack.resource, terraform_data: { gate: { input: "open" } } } };
    await driver.apply(whole, { variables: { prefix: "my" } });
    expect(driver.instance("lab_thing.a")?.attributes).toMatchObject({
      name: "my-END",
      note: '{"a":null,"b":[1,true]}',
      tags: ["x", "y"],
      labels: { gate: "open" },
    });
    expect((await driver.plan(whole, { variables: { prefix: "my" } })).empty).toBe(true);
  });

  test("escapes stay text", async () => {
    const driver = thingsDriver(new World());
    await driver.apply(things({ a: { name: "a", note: "$${not} %%{a} $5 ${1 + 1}" } }));
    expect(driver.instance("lab_thing.a")?.attributes["note"]).toBe("${not} %{a} $5 2");
  });

  test("count and for_each over literals", async () => {
    const world = new World();
    const driver = thingsDriver(world);
    const bodies = {
      many: { count: 2, name: "n${count.index}" },
      each: { for_each: { x: "one", y: "two" }, name: "${each.key}", note: "${each.value} of ${lab_thing.many[1].id}" },
    };
    await driver.apply(things(bodies));
    expect(driver.state.instances.map((each) => each.address)).toEqual([
      'lab_thing.each["x"]',
      'lab_thing.each["y"]',
      "lab_thing.many[0]",
      "lab_thing.many[1]",
    ]);
    const fewer = await driver.plan(things({ ...bodies, each: { ...bodies.each, for_each: { y: "two" } } }));
    expect(fewer.actions()).toEqual({ 'lab_thing.each["x"]': "delete" });
  });

  test.each([
    ["an undeclared resource", { note: "${lab_thing.b.id}" }, ["lab_thing.a: no"], /undeclared/],
    ["a for-expression", { tags: "${[for x in y : x]}" }, [], /for-expressions are not supported/],
    ["a splat", { note: "${lab_thing.a[*].id}" }, [], /splat/],
    ["an unknown function", { note: '${cidrhost("a", 1)}' }, [], /cidrhost/],
    ["a directive", { note: "%{ if true }x%{ endif }" }, [], /directives/],
  ])("%s is an error that names it", async (_name, body, _where, message) => {
    await expect(thingsDriver(new World()).plan(things({ a: { name: "a", ...body } }))).rejects.toThrow(message);
  });

  test("a cycle is shown", async () => {
    const stack = things({ a: { name: "${lab_thing.b.note}" }, b: { name: "b", note: "${lab_thing.a.id}" } });
    await expect(thingsDriver(new World()).plan(stack)).rejects.toThrow(/lab_thing.a.*lab_thing.b/);
  });
});

describe("validate", () => {
  test("reports every fault with its address and path", async () => {
    const stack = things({
      a: { name: "a", note: "forbidden" },
      b: { note: "no name", color: "red", id: "mine" },
      c: { name: "${lab_thing.a.id}", parts: [{ weight: 1 }], ratio: "many" },
    });
    expect((await errors(thingsDriver(new World()).validate(stack))).sort()).toEqual([
      "lab_thing.a.note: Forbidden note",
      "lab_thing.b.color: Unsupported argument",
      "lab_thing.b.id: Invalid Configuration for Read-Only Attribute",
      "lab_thing.b.name: Missing required argument",
      "lab_thing.c.parts.0.title: Incorrect attribute value type",
      "lab_thing.c.ratio: Incorrect attribute value type",
    ]);
  });

  test("needs no values of variables and configures nothing", async () => {
    const world = new World();
    const stack = things({ a: { name: "${var.name}", count: "${var.number}" } }, { variable: { name: {}, number: {} } });
    await thingsDriver(world).validate(stack);
    expect(world.log).toEqual([]);
  });
});

describe("what a plan may do", () => {
  const existing = async (bodies: { readonly [name: string]: object }) => {
    const world = new World();
    const driver = thingsDriver(world);
    await driver.apply(things(bodies));
    world.take();
    return { world, driver };
  };

  test("a replacement destroys first, or last with create_before_destroy", async () => {
    const { world, driver } = await existing({ a: { name: "a" } });
    const plan = await driver.plan(things({ a: { name: "b" } }));
    expect(plan.change("lab_thing.a")).toMatchObject({
      action: "replace",
      replacePaths: [["name"]],
      afterUnknown: { id: true },
    });
    await driver.apply(plan);
    expect(world.take().slice(-2)).toEqual(["delete a", "create b"]);
    await driver.apply(things({ a: { name: "c", lifecycle: { create_before_destroy: true } } }));
    expect(world.take().slice(-2)).toEqual(["create c", "delete b"]);
    expect(driver.state.instances).toHaveLength(1);
  });

  test("ignore_changes keeps what is there from the provider's eyes", async () => {
    const { driver } = await existing({ a: { name: "a", note: "old", labels: { x: "1", y: "2" } } });
    const lifecycle = { ignore_changes: ["note", 'labels["x"]'] };
    const same = await driver.plan(things({ a: { name: "a", note: "new", labels: { x: "9", y: "2" }, lifecycle } }));
    expect(same.empty).toBe(true);
    const other = await driver.plan(things({ a: { name: "a", note: "new", labels: { x: "9", y: "3" }, lifecycle } }));
    expect(other.change("lab_thing.a")?.after).toMatchObject({ note: "old", labels: { x: "1", y: "3" } });
    const all = await driver.plan(things({ a: { name: "z", lifecycle: { ignore_changes: "all" } } }));
    expect(all.empty).toBe(true);
  });

  test("prevent_destroy refuses replacing and destroying", async () => {
    const lifecycle = { prevent_destroy: true };
    const { driver } = await existing({ a: { name: "a", lifecycle } });
    expect(await errors(driver.plan(things({ a: { name: "b", lifecycle } })))).toEqual([
      "lab_thing.a: Instance cannot be destroyed",
    ]);
    expect(await errors(driver.destroy(things({ a: { name: "a", lifecycle } })))).toEqual([
      "lab_thing.a: Instance cannot be destroyed",
    ]);
  });

  test("-replace and replace_triggered_by replace without need", async () => {
    const { driver } = await existing({ a: { name: "a" }, b: { name: "b" } });
    const stack = (note: string) =>
      things({ a: { name: "a", note }, b: { name: "b", lifecycle: { replace_triggered_by: ["lab_thing.a.note"] } } });
    const plan = await driver.plan(stack("new"));
    expect(plan.actions()).toEqual({ "lab_thing.a": "update", "lab_thing.b": "replace" });
    expect(plan.change("lab_thing.b")?.reason).toBe("triggered");
    const asked = await driver.plan(things({ a: { name: "a" }, b: { name: "b" } }), { replace: ["lab_thing.b"] });
    expect(asked.change("lab_thing.b")).toMatchObject({ action: "replace", reason: "requested" });
  });

  test("-target plans the targets and what they depend on", async () => {
    const { driver } = await existing({});
    const stack = things({ a: { name: "a" }, b: { name: "b", note: "${lab_thing.a.id}" }, c: { name: "c" } });
    expect((await driver.plan(stack, { targets: ["lab_thing.b"] })).actions()).toEqual({
      "lab_thing.a": "create",
      "lab_thing.b": "create",
    });
    await driver.apply(stack, { targets: ["lab_thing.b"] });
    expect((await driver.plan(stack)).actions()).toEqual({ "lab_thing.c": "create" });
    await driver.apply(stack);
    expect((await driver.plan(stack, { destroy: true, targets: ["lab_thing.a"] })).actions()).toEqual({
      "lab_thing.a": "delete",
      "lab_thing.b": "delete",
    });
  });

  test("drift is shown, and -refresh-only takes it over without touching anything", async () => {
    const { world, driver } = await existing({ a: { name: "a", note: "ours" }, b: { name: "b" } });
    for (const [id, each] of world.things) world.things.set(id, { ...each, note: "theirs" });
    world.things.delete("thing-2");
    const plan = await driver.plan(things({ a: { name: "a", note: "ours" } }), { refreshOnly: true });
    expect(plan.drift.map(({ address, after }) => [address, after === null])).toEqual(
      expect.arrayContaining([
        ["lab_thing.a", false],
        ["lab_thing.b", true],
      ]),
    );
    expect(plan.empty).toBe(true);
    await driver.apply(plan);
    expect(driver.state.instances.map((each) => [each.address, each.attributes["note"]])).toEqual([
      ["lab_thing.a", "theirs"],
    ]);
    expect(world.take().filter((each) => !each.startsWith("configure"))).toEqual([]);
    expect((await driver.plan(things({ a: { name: "a", note: "ours" } }))).actions()).toEqual({ "lab_thing.a": "update" });
  });

  test("-refresh=false believes the state", async () => {
    const { world, driver } = await existing({ a: { name: "a" } });
    world.things.clear();
    expect((await driver.plan(things({ a: { name: "a" } }), { refresh: false })).empty).toBe(true);
    expect((await driver.plan(things({ a: { name: "a" } }))).actions()).toEqual({ "lab_thing.a": "create" });
  });

  test("moved blocks rename, also into keys, other types and by themselves with count", async () => {
    const { driver } = await existing({ a: { name: "a" } });
    const renamed = things({ b: { name: "a" } }, { moved: [{ from: "${lab_thing.a}", to: "${lab_thing.b}" }] });
    const plan = await driver.plan(renamed);
    expect(plan.actions()).toEqual({});
    expect(plan.change("lab_thing.b")?.previousAddress).toBe("lab_thing.a");
    await driver.apply(plan);
    const keyed = things(
      { b: { for_each: { k: 1 }, name: "a" } },
      { moved: [{ from: "lab_thing.b", to: 'lab_thing.b["k"]' }] },
    );
    await expect(driver.plan(keyed)).resolves.toMatchObject({ empty: true });
    expect((await driver.plan(things({ b: { count: 1, name: "a" } }))).actions()).toEqual({});
    const gadget = {
      ...driver.state,
      instances: driver.state.instances.map((each) => ({ ...each, type: "lab_gadget", address: "lab_gadget.b" })),
    };
    const taken = things({ b: { name: "a" } }, { moved: [{ from: "lab_gadget.b", to: "lab_thing.b" }] });
    expect((await driver.withState(gadget).plan(taken)).actions()).toEqual({});
  });

  test("the plan of a destroy carries the provider's warning", async () => {
    const { driver } = await existing({ a: { name: "a", mode: "careful" } });
    const plan = await driver.plan(things({}), { destroy: true });
    expect(plan.diagnostics).toMatchObject([
      { severity: "warning", summary: "Careful", address: "lab_thing.a", path: ["mode"] },
    ]);
  });

  test("a state of an older schema is upgraded, one of a newer refused", async () => {
    const { driver } = await existing({ a: { name: "a", note: "kept" } });
    const at = (schemaVersion: number) => ({
      ...driver.state,
      instances: driver.state.instances.map(({ attributes: { note = null, ...rest }, ...each }) => ({
        ...each,
        schemaVersion,
        attributes: { ...rest, text: note },
      })),
    });
    expect((await driver.withState(at(0)).plan(things({ a: { name: "a", note: "kept" } }))).empty).toBe(true);
    expect(await errors(driver.withState(at(9)).plan(things({ a: { name: "a" } })))).toEqual([
      "lab_thing.a: Resource instance managed by newer provider version",
    ]);
  });
});

describe("data sources", () => {
  test("are read in the plan, or in the apply where they must wait", async () => {
    const world = new World();
    const driver = thingsDriver(world);
    const stack = {
      resource: { lab_thing: { a: { name: "a", note: "x" }, b: { name: "b", note: "${data.lab_thing.d.note} too" } } },
      data: { lab_thing: { d: { name: "a", depends_on: ["lab_thing.a"] } } },
    };
    const plan = await driver.plan(stack);
    expect(plan.actions()).toEqual({ "lab_thing.a": "create", "lab_thing.b": "create", "data.lab_thing.d": "read" });
    await driver.apply(plan);
    expect(driver.instance("lab_thing.b")?.attributes["note"]).toBe("x too");
    expect((await driver.plan(stack)).actions()).toEqual({});
  });

  test("what was read is forgotten with its data source", async () => {
    const driver = thingsDriver(new World());
    const resource = { lab_thing: { a: { name: "a" } } };
    await driver.apply({ resource });
    await driver.apply({ resource, data: { lab_thing: { d: { count: 2, name: "a" }, e: { name: "a" } } } });
    expect(driver.state.instances).toHaveLength(4);
    await driver.apply({ resource, data: { lab_thing: { d: { count: 1, name: "a" } } } });
    expect(driver.state.instances.map((each) => each.address)).toEqual(["data.lab_thing.d[0]", "lab_thing.a"]);
  });

  test("one that finds nothing fails the plan at its attribute", async () => {
    const stack = { data: { lab_thing: { d: { name: "nobody" } } } };
    expect(await errors(thingsDriver(new World()).plan(stack))).toEqual(["data.lab_thing.d.name: No such thing"]);
  });
});

describe("import", () => {
  test("by command, then a plan without changes", async () => {
    const world = new World();
    await thingsDriver(world).apply(things({ a: { name: "a", note: "there" } }));
    const driver = thingsDriver(world);
    const stack = things({ a: { name: "a", note: "there" } });
    await driver.import(stack, "lab_thing.a", "a");
    expect((await driver.plan(stack)).empty).toBe(true);
    expect(await errors(driver.import(stack, "lab_thing.a", "a"))).toEqual(["lab_thing.a: Resource already managed"]);
    expect(await errors(thingsDriver(world).import(stack, "lab_thing.a", "b"))).toEqual([
      "lab_thing.a: Cannot import non-existent remote object",
    ]);
  });

  test("by block, together with a change", async () => {
    const world = new World();
    await thingsDriver(world).apply(things({ a: { name: "a", note: "there" } }));
    const driver = thingsDriver(world);
    const stack = things({ a: { name: "a", note: "here" } }, { import: [{ to: "lab_thing.a", id: "a" }] });
    const plan = await driver.plan(stack);
    expect(plan.change("lab_thing.a")).toMatchObject({
      action: "update",
      importId: "a",
      before: { note: "there" },
      after: { note: "here" },
    });
    await driver.apply(plan);
    expect((await driver.plan(stack)).empty).toBe(true);
    expect(world.things.size).toBe(1);
  });
});
