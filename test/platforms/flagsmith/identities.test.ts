import type { DefinitionUnit } from "../../../src/platforms/platform";
import { failure, totalOf, Workbench, writesOf } from "./workbench";

describe.each([false, true])("identity overrides (versioning: %s)", (versioning) => {
  let bench: Workbench;
  let unit: DefinitionUnit;
  beforeEach(async () => {
    bench = await Workbench.start({ versioning, pageSize: 3 });
    unit = await bench.unit("production", "banner", "hello");
  });
  afterEach(() => bench.stop());

  const text = (value: string) => ({ kind: "string", value }) as const;

  test("an override makes its identity known, is changed in part, and removed", async () => {
    const { identityOverrides } = bench.platform();
    expect(await identityOverrides.read(unit, "user-42")).toBeUndefined();
    const made = await identityOverrides.put(unit, "user-42", { enabled: true, value: text("for you") });
    expect(made).toEqual({ enabled: true, value: text("for you") });
    expect(await bench.platform().identityOverrides.read(unit, "user-42")).toEqual(made);
    const changed = await bench.platform().identityOverrides.put(unit, "user-42", { value: { kind: "integer", value: 7 } });
    expect(changed).toEqual({ enabled: true, value: { kind: "integer", value: 7 } });
    expect(await bench.platform().identityOverrides.put(unit, "user-42", { enabled: false })).toEqual({
      enabled: false,
      value: { kind: "integer", value: 7 },
    });
    const fresh = bench.platform().identityOverrides;
    await fresh.remove(unit, "user-42");
    await fresh.remove(unit, "user-42");
    expect(await fresh.read(unit, "user-42")).toBeUndefined();
  });

  test("what is not stated of a new override is inherited from the environment", async () => {
    await bench.platform().definitions.write(unit, [{ kind: "set-default", enabled: true, value: text("now") }]);
    expect(await bench.platform().identityOverrides.put(unit, "a", { value: text("x") })).toEqual({
      enabled: true,
      value: text("x"),
    });
    expect(await bench.platform().identityOverrides.put(unit, "b", { enabled: false })).toEqual({
      enabled: false,
      value: text("now"),
    });
  });

  test.each(["user-42", 'the "boss" of user-42', "a/b?c=d&e#f%20", "ü-🎈", '"'])(
    "the identity %s is found among others that look like it",
    async (identifier) => {
      for (const other of [`${identifier}0`, `${identifier}1`, `x${identifier}`, `${identifier} and more`]) {
        await bench.platform().identityOverrides.put(unit, other, { enabled: true, value: text("other") });
      }
      await bench.platform().identityOverrides.put(unit, identifier, { enabled: true, value: text("own") });
      expect(await bench.platform().identityOverrides.read(unit, identifier)).toEqual({ enabled: true, value: text("own") });
      const known = await bench.platform().identityOverrides.put(unit, identifier, { value: text("again") });
      expect(known.value).toEqual(text("again"));
    },
  );

  test("overrides of several flags for one new identity share it", async () => {
    const { identityOverrides } = bench.platform();
    const others = [await bench.flag("one"), await bench.flag("two")];
    const counts = await bench.requestsOf(() =>
      Promise.all([
        identityOverrides.put(unit, "user", { enabled: true, value: text("0") }),
        ...others.map((flag) => identityOverrides.put({ ...unit, flag }, "user", { enabled: true, value: text("1") })),
      ]),
    );
    // The project's settings, one search, one identity, three overrides.
    expect(totalOf(counts)).toBe(6);
    expect(writesOf(counts)).toBe(4);
  });

  test("a sweep tells the overrides, and what we wrote since", async () => {
    await bench.platform().identityOverrides.put(unit, "user", { enabled: true, value: text("x") });
    const { identityOverrides } = bench.platform();
    expect(await identityOverrides.sweep(unit, "user")).toEqual({ enabled: true, value: text("x") });
    expect(await identityOverrides.sweep(unit, "nobody")).toBeUndefined();
    await identityOverrides.put(unit, "user", { enabled: false });
    expect(await identityOverrides.sweep(unit, "user")).toEqual({ enabled: false, value: text("x") });
    await identityOverrides.remove(unit, "user");
    expect(await identityOverrides.sweep(unit, "user")).toBeUndefined();
  });

  test("what changes nothing is not written", async () => {
    await bench.platform().identityOverrides.put(unit, "user", { enabled: true, value: text("x") });
    const { identityOverrides } = bench.platform();
    const counts = await bench.requestsOf(() => identityOverrides.put(unit, "user", { enabled: true, value: text("x") }));
    expect(writesOf(counts)).toBe(0);
  });

  test("an identity that is deleted meanwhile is made again", async () => {
    const { identityOverrides } = bench.platform();
    await identityOverrides.put(unit, "user", { enabled: true, value: text("x") });
    const identities = `/api/v1/environments/${unit.environment.clientKey}/identities/`;
    const { results } = (await bench.api("GET", identities)) as { results: { id: number }[] };
    await bench.api("DELETE", `${identities}${results[0]?.id ?? 0}/`);
    expect(await identityOverrides.put(unit, "user", { enabled: true, value: text("y") })).toEqual({
      enabled: true,
      value: text("y"),
    });
  });

  test("a flag that is gone takes its overrides with it, a key without permission does not", async () => {
    await bench.platform().identityOverrides.put(unit, "user", { enabled: true, value: text("x") });
    const limited = bench.platform({ apiKey: bench.server.limitedKey, project: `id:${bench.project.id}` });
    expect((await failure(limited.identityOverrides.read(unit, "user"))).code).toBe("denied");
    expect((await failure(limited.identityOverrides.remove(unit, "user"))).code).toBe("denied");
    await bench.platform().flags.delete(bench.project, unit.flag.id);
    expect(await bench.platform().identityOverrides.read(unit, "user")).toBeUndefined();
    await bench.platform().identityOverrides.remove(unit, "user");
    const error = await failure(bench.platform().identityOverrides.put(unit, "other", { enabled: true, value: text("x") }));
    expect(error.details).toMatchObject({ code: "gone", subject: "flag" });
  });

  test("an answer that is lost does not make a second override", async () => {
    bench.server.fault({ kind: "drop", commit: "after", method: "POST" });
    bench.server.fault({ kind: "drop", commit: "after", method: "POST", nth: 2 });
    const made = await bench.platform().identityOverrides.put(unit, "user", { enabled: true, value: text("x") });
    expect(made).toEqual({ enabled: true, value: text("x") });
    expect(await bench.platform().identityOverrides.read(unit, "user")).toEqual(made);
  });
});

test("identities at the edge are refused by name", async () => {
  const bench = await Workbench.start({ identities: "edge" });
  const unit = await bench.unit();
  const error = await failure(bench.platform().identityOverrides.put(unit, "user", { enabled: true }));
  expect(error.details).toMatchObject({ code: "unsupported", subject: "identity" });
  expect(error.message).toContain("use_edge_identities");
  await bench.stop();
});
