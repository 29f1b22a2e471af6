import { things, thingsDriver, World } from "./things-provider";

const full = {
  name: "a",
  note: "hello",
  ratio: 0.1,
  secret: "s3cret",
  tags: ["y", "x"],
  labels: { one: "1" },
  parts: [{ title: "p" }, { title: "q", weight: 3 }],
};

test("a stack is created, is planned without changes, is changed, and is destroyed", async () => {
  const world = new World();
  const driver = thingsDriver(world);
  const first = await driver.plan(things({ a: full }));
  expect(first.actions()).toEqual({ "lab_thing.a": "create" });
  expect(first.change("lab_thing.a")).toMatchObject({
    before: null,
    after: { name: "a", mode: "normal", tags: ["x", "y"] },
    afterUnknown: { id: true, revision: true, parts: [{ anchor: true }, { anchor: true }] },
  });
  await driver.apply(first);
  expect(driver.instance("lab_thing.a")?.attributes).toMatchObject({
    id: "thing-1",
    ratio: 0.1,
    parts: [{ anchor: "#p" }, { weight: 3 }],
  });
  expect((await driver.plan(things({ a: full }))).empty).toBe(true);
  expect(world.take()).toEqual(["configure anywhere", "configure anywhere", "create a", "configure anywhere"]);

  const changed = await driver.plan(things({ a: { ...full, note: "bye" } }));
  expect(changed.actions()).toEqual({ "lab_thing.a": "update" });
  await driver.apply(changed);
  expect(driver.instance("lab_thing.a")?.attributes).toMatchObject({ id: "thing-1", note: "bye", revision: 2 });

  await driver.destroy(things({ a: full }));
  expect(driver.state.instances).toEqual([]);
  expect(world.things.size).toBe(0);
  expect(world.running).toBe(0);
});
