import { applySummary, renderPlan } from "../../src/testing/render-plan";
import { things, thingsDriver, World } from "./things-provider";

const full = {
  name: "a",
  note: "hello",
  secret: "s3cret",
  tags: ["y", "x"],
  labels: { one: "1" },
  parts: [{ title: "p" }, { title: "q", weight: 3 }],
};
const output = { id: { value: "${lab_thing.a.id}" }, hidden: { value: "t0ken", sensitive: true } };

test("a creation", async () => {
  const plan = await thingsDriver(new World()).plan(things({ a: full }, { output }));
  expect(renderPlan(plan)).toBe(`\
Resource actions are indicated with the following symbols:
  + create

Terraform will perform the following actions:

  # lab_thing.a will be created
  + resource "lab_thing" "a" {
      + id       = (known after apply)
      + labels   = {
          + one = "1"
        }
      + mode     = "normal"
      + name     = "a"
      + note     = "hello"
      + parts    = [
          + {
              + anchor = (known after apply)
              + title  = "p"
              + weight = 10
            },
          + {
              + anchor = (known after apply)
              + title  = "q"
              + weight = 3
            },
        ]
      + revision = (known after apply)
      + secret   = (sensitive value)
      + tags     = [
          + "x",
          + "y",
        ]
    }

Plan: 1 to add, 0 to change, 0 to destroy.

Changes to Outputs:
  + hidden = (sensitive value)
  + id     = (known after apply)`);
});

test("a change, after drift", async () => {
  const world = new World();
  const driver = thingsDriver(world);
  await driver.apply(things({ a: full }, { output }));
  for (const [id, each] of world.things) world.things.set(id, { ...each, note: "theirs", secret: "leak" });
  const changed = {
    ...full,
    labels: { one: "2", "t w": "2" },
    tags: ["x", "z"],
    parts: [{ title: "p" }, { title: "q", weight: 4 }],
  };
  const text = renderPlan(await driver.plan(things({ a: changed }, { output })));
  expect(text).toBe(`\
Note: Objects have changed outside of Terraform

  # lab_thing.a has changed
  ~ resource "lab_thing" "a" {
        id     = "thing-1"
        name   = "a"
      ~ note   = "hello" -> "theirs"
      ~ secret = (sensitive value)
        # (5 unchanged attributes hidden)
    }

Resource actions are indicated with the following symbols:
  ~ update in-place

Terraform will perform the following actions:

  # lab_thing.a will be updated in-place
  ~ resource "lab_thing" "a" {
        id       = "thing-1"
      ~ labels   = {
          ~ one   = "1" -> "2"
          + "t w" = "2"
        }
        name     = "a"
      ~ note     = "theirs" -> "hello"
      ~ parts    = [
          ~ {
              ~ weight = 3 -> 4
                # (2 unchanged attributes hidden)
            },
            # (1 unchanged element hidden)
        ]
      ~ revision = 1 -> 2
      ~ secret   = (sensitive value)
      ~ tags     = [
          - "y",
          + "z",
            # (1 unchanged element hidden)
        ]
        # (1 unchanged attribute hidden)
    }

Plan: 0 to add, 1 to change, 0 to destroy.`);
  expect(text).not.toMatch(/leak|s3cret/);
});

test("a replacement says what forces it; a destruction, an import and a move say what they are", async () => {
  const world = new World();
  const driver = thingsDriver(world);
  await driver.apply(things({ a: { name: "a" }, old: { name: "old" } }));
  const replaced = renderPlan(
    await driver.plan(
      things({ a: { name: "b" }, new: { name: "old" } }, { moved: [{ from: "lab_thing.old", to: "lab_thing.new" }] }),
    ),
  );
  expect(replaced).toContain("-/+ destroy and then create replacement");
  expect(replaced).toContain("  # lab_thing.a must be replaced\n-/+ resource");
  expect(replaced).toContain('~ name     = "a" -> "b" # forces replacement');
  expect(replaced).toContain("  # lab_thing.new has moved\n  # (moved from lab_thing.old)");
  expect(replaced).toContain("Plan: 1 to add, 0 to change, 1 to destroy.");
  const destroyed = renderPlan(await driver.plan(things({}), { destroy: true }));
  expect(destroyed).toContain('      - name     = "a" -> null');
  expect(destroyed).toContain("Plan: 0 to add, 0 to change, 2 to destroy.");
  const { plan } = await driver.destroy(things({}));
  expect(applySummary(plan)).toBe("Apply complete! Resources: 0 added, 0 changed, 2 destroyed.");
  await driver.apply(things({ a: { name: "a" } }));
  const imported = renderPlan(
    await thingsDriver(world).plan(things({ a: { name: "a" } }, { import: [{ to: "lab_thing.a", id: "a" }] })),
  );
  expect(imported).toContain('  # lab_thing.a will be imported\n  # (importing "a")');
  expect(imported).toContain("Plan: 1 to import, 0 to add");
});

test("no changes, and a refresh-only plan", async () => {
  const driver = thingsDriver(new World());
  await driver.apply(things({ a: full }));
  expect(renderPlan(await driver.plan(things({ a: full })))).toBe(
    "No changes. Your infrastructure matches the configuration.",
  );
  expect(renderPlan(await driver.plan(things({ a: full }), { refreshOnly: true }))).toContain("refresh-only plan");
});

test("what comes from something sensitive is masked wherever it goes", async () => {
  const stack = things(
    { a: { name: "a", secret: "hush" }, b: { name: "b", note: "${local.copy}", labels: { k: "${lab_thing.a.secret}" } } },
    { variable: { token: { sensitive: true, default: "t0ken" } }, locals: { copy: "is ${var.token}" } },
  );
  const text = renderPlan(await thingsDriver(new World()).plan(stack));
  expect(text).not.toMatch(/t0ken|hush/);
  expect(text).toMatch(/labels +=.\(sensitive value\)/);
});
