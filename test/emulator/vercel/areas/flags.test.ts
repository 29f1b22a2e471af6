import { booleanFlag, openClient, serving, stopAll, variant } from "../client";

afterEach(stopAll);

describe("creating a flag (reference 1.5, 3.1, 3.8)", () => {
  test("answers 201 with the whole flag", async () => {
    const { emulator, project, call } = await openClient({ clock: () => new Date(1_767_225_600_000) });
    const answer = await call("PUT", "flags", booleanFlag("checkout", { description: "New", tags: ["a"], seed: 7 }));
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      ...{ slug: "checkout", kind: "boolean", state: "active", description: "New", tags: ["a"], seed: 7, revision: 1 },
      ...{ projectId: project, ownerId: emulator.team.id, typeName: "flag", createdAt: 1_767_225_600_000 },
      environments: { production: { active: true, rules: [], revision: 0 } },
    });
    expect(answer.body).not.toHaveProperty("sequence");
    expect(answer.body).not.toHaveProperty("metadata");
  });

  test("is no upsert: the same slug again is a conflict, archived or not", async () => {
    const { call, make } = await openClient();
    await make("flags", booleanFlag("checkout"));
    expect(await call("PUT", "flags", booleanFlag("checkout"))).toMatchObject({
      status: 409,
      body: { error: { code: "conflict" } },
    });
    await call("PATCH", "flags/checkout", { state: "archived" });
    expect((await call("PUT", "flags", booleanFlag("checkout"))).status).toBe(409);
  });

  test("gives a seed of 0 to 100000 where none is sent", async () => {
    const { make } = await openClient();
    const { seed } = await make("flags", booleanFlag("checkout", { seed: undefined }));
    expect(seed).toEqual(expect.any(Number));
    expect(Number(seed)).toBeGreaterThanOrEqual(0);
    expect(Number(seed)).toBeLessThanOrEqual(100_000);
  });

  test("leaves out the environments that were not sent, unless the server demands them (9.6)", async () => {
    const only = booleanFlag("checkout", { environments: { production: serving("off") } });
    const { make } = await openClient();
    expect(Object.keys((await make("flags", only)).environments as object)).toEqual(["production"]);
    const strict = await openClient({ quirks: { missingEnvironments: "refused" } });
    expect((await strict.call("PUT", "flags", only)).status).toBe(400);
  });

  test("counts against the plan, archived flags too (3.13)", async () => {
    const { call, make } = await openClient({ flagLimit: 2 });
    await make("flags", booleanFlag("one", { state: "archived" }));
    await make("flags", booleanFlag("two"));
    expect(await call("PUT", "flags", booleanFlag("three"))).toMatchObject({
      status: 402,
      body: { error: { code: "payment_required" } },
    });
  });
});

describe("what a schema cannot say (3.2, 6)", () => {
  const twoValues = (first: unknown, second: unknown): object => ({
    variants: [
      { id: "off", value: first },
      { id: "on", value: second },
    ],
  });

  test.each([
    ["boolean", false, "yes"],
    ["string", "a", 1],
    ["number", 1, "1"],
  ])("a value must fit the kind %s", async (kind, good, bad) => {
    const { call, make } = await openClient();
    await make("flags", booleanFlag("good", { kind, ...twoValues(good, good) }));
    expect(await call("PUT", "flags", booleanFlag("bad", { kind, ...twoValues(good, bad) }))).toMatchObject({
      status: 400,
      body: { error: { code: "bad_request", message: expect.stringContaining('"on"') as string } },
    });
  });

  test.each([[{ a: [1] }], [[1]], [null], ["text"], [3]])("json holds %j", async (value) => {
    const { make } = await openClient();
    const flag = await make("flags", booleanFlag("theme", { kind: "json", ...twoValues(value, {}) }));
    expect(flag.variants).toMatchObject([{ value }, { value: {} }]);
  });

  test("an id of a variant is used once", async () => {
    const { call } = await openClient();
    const variants = [
      { id: "off", value: false },
      { id: "off", value: true },
    ];
    expect((await call("PUT", "flags", booleanFlag("checkout", { variants }))).status).toBe(400);
  });

  test("a variant that is used anywhere cannot be removed, and the places are told", async () => {
    const { call, make } = await openClient();
    const split = {
      ...{ type: "split", base: { type: "entity", kind: "user", attribute: "id" } },
      ...{ weights: { off: 1, on: 1 }, defaultVariantId: "off" },
    };
    const paused = { ...serving("off", { targets: { on: {} }, rules: [{ id: "r", conditions: [], outcome: split }] }) };
    await make(
      "flags",
      booleanFlag("checkout", { environments: { production: { ...paused, active: false }, preview: serving("off") } }),
    );
    const answer = await call("PATCH", "flags/checkout", { variants: [{ id: "off", value: false }] });
    expect(answer.status).toBe(400);
    expect(answer.text).toContain("environments.production.rules[0].outcome.weights.on");
    expect(answer.text).toContain("environments.production.targets.on");
    const cleared = { production: serving("off"), preview: serving("off") };
    const both = { variants: [{ id: "off", value: false }], environments: cleared };
    expect((await call("PATCH", "flags/checkout", both)).status).toBe(200);
  });

  test("environments are those of the project, custom ones too (5, 9.5)", async () => {
    const { call, make } = await openClient({}, { environments: ["qa"] });
    await make("flags", booleanFlag("one", { environments: { qa: serving("off") } }));
    const other = booleanFlag("two", { environments: { staging: serving("off") } });
    expect(await call("PUT", "flags", other)).toMatchObject({ status: 400 });
    const open = await openClient({ quirks: { otherEnvironments: "allowed" } });
    expect((await open.call("PUT", "flags", other)).status).toBe(201);
  });

  test("an environment reuses one that is there; what is switched off may name nothing (3.3)", async () => {
    const { call, make } = await openClient();
    await make("flags", booleanFlag("checkout"));
    const reuse = (active: boolean, environment: string): object => ({
      environments: { preview: serving("off", { reuse: { active, environment } }) },
    });
    expect((await call("PATCH", "flags/checkout", reuse(true, "nowhere"))).status).toBe(400);
    expect((await call("PATCH", "flags/checkout", reuse(false, ""))).status).toBe(200);
    expect((await call("PATCH", "flags/checkout", reuse(true, "production"))).status).toBe(200);
  });

  test("a flag is at most 200 KB (3.13)", async () => {
    const { call } = await openClient();
    const value = "x".repeat(210_000);
    const large = booleanFlag("large", {
      kind: "string",
      variants: [
        { id: "off", value },
        { id: "on", value: "" },
      ],
    });
    expect(await call("PUT", "flags", large)).toMatchObject({ status: 400, body: { error: { code: "bad_request" } } });
  });
});

describe("changing a flag (3.7)", () => {
  test("keeps what is not named: keys of the flag, and other environments", async () => {
    const { call, make } = await openClient();
    await make("flags", booleanFlag("checkout", { description: "New", tags: ["a", "b"] }));
    const answer = await call("PATCH", "flags/checkout", { environments: { production: serving("on") }, tags: ["c"] });
    expect(answer.body).toMatchObject({
      ...{ description: "New", tags: ["c"], revision: 2 },
      environments: {
        production: { fallthrough: variant("on"), revision: 1 },
        preview: { fallthrough: variant("off"), revision: 0 },
      },
    });
  });

  test("clears a description with the empty text", async () => {
    const { call, make } = await openClient();
    await make("flags", booleanFlag("checkout", { description: "New" }));
    expect((await call("PATCH", "flags/checkout", { description: "" })).body).toMatchObject({ description: "" });
  });

  test.each([
    ["dropped", undefined],
    ["kept", { on: { user: { id: [{ value: "u1" }] } } }],
  ] as const)("targets that an environment leaves out are %s (9.1)", async (omittedParts, expected) => {
    const { call, make } = await openClient({ quirks: { omittedParts } });
    const targets = { on: { user: { id: [{ value: "u1" }] } } };
    const reuse = { active: false, environment: "" };
    await make("flags", booleanFlag("checkout", { environments: { production: serving("off", { targets, reuse }) } }));
    const answer = await call("PATCH", "flags/checkout", { environments: { production: serving("on") } });
    const { production } = (answer.body as { environments: { production: { targets?: object; reuse?: object } } })
      .environments;
    expect(production.targets).toEqual(expected);
    expect(production.reuse).toEqual(expected && reuse);
  });

  test("replaces rules and targets as a whole", async () => {
    const { call, make } = await openClient();
    const rule = (id: string): object => ({ id, conditions: [], outcome: variant("on") });
    const environment = (rules: object[], targets: object): object => ({
      production: serving("off", { rules, targets }),
    });
    const before = environment([rule("a"), rule("b")], { on: { user: { id: [{ value: "u1" }] } } });
    await make("flags", booleanFlag("checkout", { environments: before }));
    const answer = await call("PATCH", "flags/checkout", { environments: environment([rule("b")], {}) });
    expect(answer.body).toMatchObject({ environments: { production: { rules: [{ id: "b" }], targets: {} } } });
    expect(answer.text).not.toContain("u1");
  });

  test("answers 304 and nothing else where nothing changed, or a new revision (9.7)", async () => {
    const { call, make } = await openClient();
    await make("flags", booleanFlag("checkout"));
    const same = { environments: { production: serving("off") }, message: "again" };
    const answer = await call("PATCH", "flags/checkout", same);
    expect({ status: answer.status, text: answer.text }).toEqual({ status: 304, text: "" });
    const other = await openClient({ quirks: { unchangedPatch: "200" } });
    await other.make("flags", booleanFlag("checkout"));
    expect(await other.call("PATCH", "flags/checkout", same)).toMatchObject({ status: 200, body: { revision: 2 } });
  });

  test("is found by id and by slug, and archived too", async () => {
    const { call, make } = await openClient();
    const { id } = await make("flags", booleanFlag("checkout"));
    await call("PATCH", `flags/${String(id)}`, { state: "archived" });
    expect((await call("GET", "flags/checkout")).body).toMatchObject({ id, state: "archived" });
    expect((await call("GET", "flags/Checkout")).status).toBe(404);
  });

  test("refuses edits of an archived flag until it is active again (6)", async () => {
    const { call, make } = await openClient();
    await make("flags", booleanFlag("checkout", { state: "archived" }));
    expect((await call("PATCH", "flags/checkout", { description: "x" })).status).toBe(400);
    expect((await call("PATCH", "flags/checkout", { description: "x", state: "active" })).status).toBe(200);
    const open = await openClient({ quirks: { archivedEdit: "allowed" } });
    await open.make("flags", booleanFlag("checkout", { state: "archived" }));
    expect((await open.call("PATCH", "flags/checkout", { description: "x" })).status).toBe(200);
  });

  test("takes createdBy as the author of the patch", async () => {
    const { call, make } = await openClient();
    const { createdBy } = await make("flags", booleanFlag("checkout"));
    const answer = await call("PATCH", "flags/checkout", { description: "x", createdBy: "robot" });
    expect(answer.body).toMatchObject({ createdBy, updatedBy: "robot" });
  });

  test("returns experiments that others made, and takes none (3.4)", async () => {
    const environments = { production: { ...serving("off"), fallthrough: { type: "experiment" } } };
    const { call } = await openClient({}, { flags: [{ slug: "tested", kind: "boolean", environments }] });
    expect((await call("GET", "flags/tested")).body).toMatchObject({ environments });
    const answer = await call("PATCH", "flags/tested", { environments });
    expect(answer.status).toBe(400);
    expect(answer.text).toContain("environments.production.fallthrough.type");
  });
});

describe("deleting a flag (6)", () => {
  test("works on archived flags only, and frees the slug", async () => {
    const { call, make } = await openClient();
    const { id } = await make("flags", booleanFlag("checkout"));
    expect((await call("DELETE", "flags/checkout")).status).toBe(400);
    await call("PATCH", "flags/checkout", { state: "archived" });
    const deleted = await call("DELETE", "flags/checkout");
    expect({ status: deleted.status, text: deleted.text }).toEqual({ status: 204, text: "" });
    expect((await call("GET", `flags/${String(id)}`)).status).toBe(404);
    expect((await call("GET", "flags/checkout")).status).toBe(404);
    await make("flags", booleanFlag("checkout"));
  });

  test("may answer 304, and 410 afterwards, and take active ones", async () => {
    const { call, make } = await openClient({
      quirks: { deleteAnswer: "304", deleted: "410", activeDelete: "allowed" },
    });
    const { id } = await make("flags", booleanFlag("checkout"));
    const deleted = await call("DELETE", "flags/checkout");
    expect({ status: deleted.status, text: deleted.text }).toEqual({ status: 304, text: "" });
    expect((await call("GET", `flags/${String(id)}`)).status).toBe(410);
  });
});

test("keeps a version of every accepted write, newest first, in pages (1.3, 3.9)", async () => {
  const { call, make } = await openClient();
  const { id } = await make("flags", booleanFlag("checkout"));
  await call("PATCH", "flags/checkout", { environments: { preview: serving("on") }, message: "try it" });
  await call("PATCH", "flags/checkout", { description: "x" });
  const all = await call("GET", "flags/checkout/versions?withMetadata=true");
  expect(all.body).toMatchObject({
    versions: [
      { flagId: id, revision: 3, changedEnvironments: [], data: { description: "x" } },
      { revision: 2, changedEnvironments: ["preview"], message: "try it", metadata: { creator: { name: "Token Holder" } } },
      { revision: 1, changedEnvironments: ["production", "preview", "development"] },
    ],
    pagination: { next: null },
  });
  const first = await call("GET", "flags/checkout/versions?environment=preview&limit=1");
  const { pagination } = first.body as { pagination: { next: string } };
  expect(first.body).toMatchObject({ versions: [{ revision: 2 }] });
  const second = await call("GET", `flags/checkout/versions?environment=preview&limit=1&cursor=${pagination.next}`);
  expect(second.body).toMatchObject({ versions: [{ revision: 1 }], pagination: { next: null } });
});
