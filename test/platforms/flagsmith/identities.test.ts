import type { DefinitionUnit } from "../../../src/platforms/port/definition";
import type { AudienceChange } from "../../../src/platforms/port/edit";
import { failure, totalOf, writesOf } from "../../support/adapter-workbench";
import { type PlainAudience, plainAudience, serving, Workbench } from "./workbench";

const KINDS = [
  { identities: "core", versioning: false },
  { identities: "core", versioning: true },
  { identities: "edge", versioning: true },
] as const;

describe.each(KINDS)("identity overrides ($identities, versioning: $versioning)", ({ identities, versioning }) => {
  let workbench: Workbench;
  let unit: DefinitionUnit;
  beforeEach(async () => {
    workbench = await Workbench.start({ identities, versioning, pageSize: 3 });
    unit = await workbench.unit("production", "banner", "hello");
  });
  afterEach(() => workbench.stop());

  const text = (value: string) => ({ kind: "string", value }) as const;
  const read = async (identifier: string): Promise<PlainAudience | undefined> => {
    const override = await workbench.platform().identityOverrides.read(unit, identifier);
    return override && plainAudience(override);
  };
  /** By a fresh platform, and then as another one sees it. */
  const put = async (identifier: string, change: AudienceChange): Promise<PlainAudience | undefined> => {
    await workbench.platform().identityOverrides.put(unit, identifier, change);
    return read(identifier);
  };

  test("an override makes its identity known, is changed in part, and removed", async () => {
    const { identityOverrides } = workbench.platform();
    expect(await identityOverrides.read(unit, "user-42")).toBeUndefined();
    const made = await put("user-42", { enabled: true, ...serving(text("for you")) });
    expect(made).toEqual({ enabled: true, value: text("for you") });
    const changed = await put("user-42", serving({ kind: "integer", value: 7 }));
    expect(changed).toEqual({ enabled: true, value: { kind: "integer", value: 7 } });
    expect(await put("user-42", { enabled: false })).toEqual({
      enabled: false,
      value: { kind: "integer", value: 7 },
    });
    const fresh = workbench.platform().identityOverrides;
    await fresh.remove(unit, "user-42");
    await fresh.remove(unit, "user-42");
    expect(await fresh.read(unit, "user-42")).toBeUndefined();
  });

  test("what is not stated of a new override is inherited from the environment", async () => {
    await workbench.platform().definitions.write(unit, [{ kind: "set-default", enabled: true, ...serving(text("now")) }]);
    expect(await put("a", { ...serving(text("x")) })).toEqual({
      enabled: true,
      value: text("x"),
    });
    expect(await put("b", { enabled: false })).toEqual({
      enabled: false,
      value: text("now"),
    });
  });

  test.each(["user-42", 'the "boss" of user-42', "a/b?c=d&e#f%20", "ü-🎈", '"'])(
    "the identity %s is found among others that look like it",
    async (identifier) => {
      for (const other of [`${identifier}0`, `${identifier}1`, `x${identifier}`, `${identifier} and more`]) {
        await workbench.platform().identityOverrides.put(unit, other, { enabled: true, ...serving(text("other")) });
      }
      await workbench.platform().identityOverrides.put(unit, identifier, { enabled: true, ...serving(text("own")) });
      expect(await read(identifier)).toEqual({
        enabled: true,
        value: text("own"),
      });
      const known = await put(identifier, serving(text("again")));
      expect(known?.value).toEqual(text("again"));
    },
  );

  test("overrides of several flags for one new identity share it", async () => {
    const { identityOverrides } = workbench.platform();
    const others = [await workbench.flag("one"), await workbench.flag("two")];
    const counts = await workbench.requestsOf(() =>
      Promise.all([
        identityOverrides.put(unit, "user", { enabled: true, ...serving(text("0")) }),
        ...others.map((flag) => identityOverrides.put({ ...unit, flag }, "user", { enabled: true, ...serving(text("1")) })),
      ]),
    );
    // The project's settings and one search; then one identity and three overrides, or three overrides that are read before
    // (but for the first) and after.
    expect(totalOf(counts)).toBe(identities === "core" ? 6 : 10);
    expect(writesOf(counts)).toBe(identities === "core" ? 4 : 3);
  });

  test("a sweep tells the overrides, and what we wrote since", async () => {
    await workbench.platform().identityOverrides.put(unit, "user", { enabled: true, ...serving(text("x")) });
    const { identityOverrides } = workbench.platform();
    const sweep = async (identifier: string): Promise<PlainAudience | undefined> => {
      const override = await identityOverrides.sweep(unit, identifier);
      return override && plainAudience(override);
    };
    expect(await sweep("user")).toEqual({ enabled: true, value: text("x") });
    expect(await identityOverrides.sweep(unit, "nobody")).toBeUndefined();
    await identityOverrides.put(unit, "user", { enabled: false });
    expect(await sweep("user")).toEqual({ enabled: false, value: text("x") });
    await identityOverrides.remove(unit, "user");
    expect(await identityOverrides.sweep(unit, "user")).toBeUndefined();
  });

  test("what changes nothing is not written", async () => {
    await workbench.platform().identityOverrides.put(unit, "user", { enabled: true, ...serving(text("x")) });
    const { identityOverrides } = workbench.platform();
    const counts = await workbench.requestsOf(() =>
      identityOverrides.put(unit, "user", { enabled: true, ...serving(text("x")) }),
    );
    expect(writesOf(counts)).toBe(0);
  });

  test("an identity that is deleted meanwhile is made again", async () => {
    const { identityOverrides } = workbench.platform();
    await identityOverrides.put(unit, "user", { enabled: true, ...serving(text("x")) });
    const path = `/api/v1/environments/${unit.environment.clientKey}/${identities === "core" ? "" : "edge-"}identities/`;
    const { results } = (await workbench.api("GET", path)) as { results: { id?: number; identity_uuid?: string }[] };
    await workbench.api("DELETE", `${path}${String(results[0]?.id ?? results[0]?.identity_uuid)}/`);
    await identityOverrides.put(unit, "user", { enabled: true, ...serving(text("y")) });
    expect(await put("user", { enabled: true, ...serving(text("y")) })).toEqual({
      enabled: true,
      value: text("y"),
    });
  });

  test("a flag that is gone takes its overrides with it, a key without permission does not", async () => {
    await workbench.platform().identityOverrides.put(unit, "user", { enabled: true, ...serving(text("x")) });
    const limited = workbench.platform({ apiKey: workbench.server.limitedKey, project: `id:${workbench.project.id}` });
    expect((await failure(limited.identityOverrides.read(unit, "user"))).code).toBe("denied");
    expect((await failure(limited.identityOverrides.remove(unit, "user"))).code).toBe("denied");
    await workbench.platform().flags.delete(workbench.project, unit.flag.id);
    expect(await workbench.platform().identityOverrides.read(unit, "user")).toBeUndefined();
    await workbench.platform().identityOverrides.remove(unit, "user");
    const error = await failure(
      workbench.platform().identityOverrides.put(unit, "other", { enabled: true, ...serving(text("x")) }),
    );
    expect(error.details).toMatchObject({ code: "gone", subject: "flag" });
  });

  test("an answer that is lost does not make a second override", async () => {
    const method = identities === "core" ? "POST" : "PUT";
    workbench.server.fault({ kind: "drop", commit: "after", method });
    workbench.server.fault({ kind: "drop", commit: "after", method, nth: 2 });
    expect(await put("user", { enabled: true, ...serving(text("x")) })).toEqual({ enabled: true, value: text("x") });
  });
});
