import type { SegmentRule } from "../../../src/platforms/model/segment-rule";
import { failure, totalOf, writesOf } from "../../support/adapter-workbench";
import { type Answer, rule, Workbench } from "./workbench";

let workbench: Workbench;
beforeEach(async () => {
  workbench = await Workbench.start({ pageSize: 3 });
});
afterEach(() => workbench.stop());

function project(path = ""): string {
  return `/api/v1/projects/${workbench.project.id}/${path}`;
}

describe("projects", () => {
  test("the default is the provider's, or the only one there is", async () => {
    expect(await workbench.platform().project(null)).toEqual(workbench.project);
    expect(await workbench.platform({ project: "id:" + workbench.project.id }).project(null)).toEqual(workbench.project);
    expect(await workbench.platform({ project: "shop" }).project(null)).toEqual(workbench.project);
    expect(await workbench.platformWithoutProject().project(null)).toEqual(workbench.project);
    await workbench.api("POST", "/api/v1/projects/", { name: "Other", organisation: workbench.server.organisationId });
    const error = await failure(workbench.platformWithoutProject().project(null));
    expect(error.details).toMatchObject({ code: "ambiguous", subject: "project" });
    expect(error.details.nextStep).toContain('"Shop", "Other"');
  });

  test("one that is not there is refused with the near names", async () => {
    const error = await failure(workbench.platform().project("Shopp"));
    expect(error.details).toMatchObject({ code: "gone", subject: "project" });
    expect(error.details.nextStep).toContain('"Shop"');
  });

  test("an organisation that is not there is refused with those that are", async () => {
    const error = await failure(workbench.platform({ organisation: "Nobody" }).project(null));
    expect(error.details.nextStep).toContain(`"${String((await organisation()).name)}"`);
    const byId = await workbench.platform({ organisation: String(workbench.server.organisationId) }).project(null);
    expect(byId).toEqual(workbench.project);
  });

  async function organisation(): Promise<Answer> {
    return workbench.api("GET", `/api/v1/organisations/${workbench.server.organisationId}/`);
  }

  test("a host with the API's path in it is the same host", async () => {
    expect(await workbench.platform({ host: `${workbench.server.url}/api/v1/` }).project(null)).toEqual(workbench.project);
  });

  test("a wrong credential is told as such, and does not appear", async () => {
    const error = await failure(workbench.platform({ apiKey: "wrongwrong.key-that-is-secret" }).project(null));
    expect(error.details).toMatchObject({ code: "unauthenticated", subject: "credentials", status: 401 });
    expect(error.message).toContain("Valid Master API Key not found.");
    expect(JSON.stringify({ ...error, message: error.message, stack: error.stack, log: workbench.logged })).not.toContain(
      "secret",
    );
  });
});

describe("flags", () => {
  test("are created, read, listed over pages, changed and deleted", async () => {
    await workbench.api("POST", project("tags/"), { label: "team-a" });
    await workbench.api("POST", project("tags/"), { label: "team-b" });
    const { flags } = workbench.platform();
    for (const name of ["a", "b", "c", "d"]) await flags.create(workbench.project, { name });
    const made = await flags.create(workbench.project, {
      name: "banner",
      description: "the top one",
      tags: ["team-b", "team-a"],
      archived: false,
      initial: { enabled: true, value: { kind: "integer", value: 12 } },
      flagsmith: { serverKeyOnly: true },
    });
    const whole = {
      id: made.id,
      name: "banner",
      createdAt: expect.any(String) as unknown,
      description: "the top one",
      tags: ["team-a", "team-b"],
      archived: false,
      initial: { enabled: true, value: { kind: "integer", value: 12 } },
      variants: [],
      flagsmith: { serverKeyOnly: true, owners: [], groupOwners: [], metadata: {} },
    };
    expect(made).toEqual(whole);
    const fresh = workbench.platform().flags;
    expect(await fresh.get(workbench.project, made.id)).toEqual(whole);
    expect((await workbench.platform().flags.list(workbench.project)).map(({ name }) => name).sort()).toEqual([
      "a",
      "b",
      "banner",
      "c",
      "d",
    ]);
    const changed = await fresh.update(workbench.project, made.id, { tags: ["team-a"], archived: true });
    expect(changed).toEqual({ ...whole, tags: ["team-a"], archived: true });
    await fresh.delete(workbench.project, made.id);
    await fresh.delete(workbench.project, made.id);
    expect(await fresh.get(workbench.project, made.id)).toBeUndefined();
    expect((await fresh.list(workbench.project)).map(({ name }) => name)).not.toContain("banner");
  });

  test("a list that is already read is kept true by what we write", async () => {
    const { flags } = workbench.platform();
    expect(await flags.list(workbench.project)).toEqual([]);
    const made = await flags.create(workbench.project, { name: "banner" });
    expect(await flags.list(workbench.project)).toEqual([made]);
    const changed = await flags.update(workbench.project, made.id, { description: "new" });
    expect(await flags.list(workbench.project)).toEqual([changed]);
    await flags.delete(workbench.project, made.id);
    expect(await flags.list(workbench.project)).toEqual([]);
  });

  test("a name that is taken is refused as existing", async () => {
    await workbench.flag("banner");
    const error = await failure(workbench.platform().flags.create(workbench.project, { name: "BANNER" }));
    expect(error.details).toMatchObject({ code: "exists", status: 400 });
    expect(error.message).toContain("already exists");
  });

  test("a tag that is not there is refused with the near labels, and nothing is sent", async () => {
    await workbench.api("POST", project("tags/"), { label: "payments" });
    const { flags } = workbench.platform();
    const counts = await workbench.requestsOf(async () => {
      const error = await failure(flags.create(workbench.project, { name: "banner", tags: ["payment"] }));
      expect(error.details).toMatchObject({ code: "gone", subject: "tags" });
      expect(error.details.nextStep).toContain('"payments"');
    });
    expect(Object.keys(counts).filter((route) => !route.startsWith("GET"))).toEqual([]);
  });

  test("a new name is refused, for the server would ignore it", async () => {
    const flag = await workbench.flag("banner");
    const error = await failure(workbench.platform().flags.update(workbench.project, flag.id, { name: "other" }));
    expect(error.details).toMatchObject({ code: "unsupported", subject: "flag" });
  });

  test("white space that the server would take off is refused", async () => {
    const error = await failure(workbench.platform().flags.create(workbench.project, { name: "a", description: "x\u00a0" }));
    expect(error.details).toMatchObject({ code: "invalid" });
    expect(error.message).toContain("description");
  });

  test("one key's blindness is not a flag's end", async () => {
    const flag = await workbench.flag("banner");
    const limited = workbench.platform({ apiKey: workbench.server.limitedKey }).flags;
    expect((await failure(limited.get(workbench.project, flag.id))).code).toBe("denied");
    expect((await failure(limited.delete(workbench.project, flag.id))).code).toBe("denied");
  });

  test("a create whose answer is lost is not made twice", async () => {
    workbench.server.fault({ kind: "drop", commit: "after", method: "POST", path: project("features/") });
    const made = await workbench.platform().flags.create(workbench.project, { name: "banner" });
    expect((await workbench.platform().flags.list(workbench.project)).map(({ id }) => id)).toEqual([made.id]);
  });
});

describe("custom fields", () => {
  test("are sent back with every change, for the server deletes what is left out", async () => {
    const { flags, environments, segments } = workbench.platform();
    const flag = await flags.create(workbench.project, { name: "banner" });
    const environment = await environments.create(workbench.project, { name: "production" });
    const segment = await segments.create(workbench.project, { name: "beta", rules: [rule("a", "b")] });
    workbench.server.resetRequests();
    await flags.update(workbench.project, flag.id, { description: "new" });
    await environments.update(workbench.project, environment.id, { description: "new" });
    await segments.update(workbench.project, segment.id, { description: "new" });
    await segments.update(workbench.project, segment.id, { rules: [rule("c", "d")] });
    const writes = workbench.server.requests().filter(({ method }) => method !== "GET");
    expect(writes.map(({ method, body }) => [method, (body as Answer).metadata])).toEqual([
      ["PATCH", []],
      ["PATCH", []],
      ["PATCH", []],
      ["PUT", []],
    ]);
  });
});

test("a create that was lost before it landed does not take over what bears the name", async () => {
  await workbench.platform().flags.create(workbench.project, { name: "banner", description: "theirs" });
  workbench.server.fault({ kind: "drop", commit: "before", method: "POST" });
  const error = await failure(workbench.platform().flags.create(workbench.project, { name: "banner", description: "ours" }));
  expect(error.code).toBe("exists");
});

describe("environments", () => {
  test("are created, read, changed and deleted", async () => {
    const { environments } = workbench.platform();
    const made = await environments.create(workbench.project, { name: "production", description: "live" });
    expect(made).toMatchObject({ name: "production", description: "live", requiresApproval: false });
    expect(made.clientKey).not.toBe("");
    const fresh = workbench.platform().environments;
    expect(await fresh.get(workbench.project, made.id)).toEqual(made);
    const changed = await fresh.update(workbench.project, made.id, { name: "prod" });
    expect(changed).toEqual({ ...made, name: "prod" });
    expect(await fresh.list(workbench.project)).toEqual([changed]);
    await fresh.delete(workbench.project, made.id);
    await fresh.delete(workbench.project, made.id);
    expect(await workbench.platform().environments.get(workbench.project, made.id)).toBeUndefined();
  });

  test("one whose key was changed outside is still the same", async () => {
    const { environments } = workbench.platform();
    const made = await environments.create(workbench.project, { name: "production" });
    await workbench.api("PUT", `/api/v1/environments/${made.clientKey}/`, {
      name: "production",
      project: Number(workbench.project.id),
      api_key: "another-key",
    });
    expect(await environments.get(workbench.project, made.id)).toMatchObject({ id: made.id, clientKey: "another-key" });
  });

  test("a name that is taken is refused as existing", async () => {
    await workbench.environment("production");
    const error = await failure(workbench.platform().environments.create(workbench.project, { name: "production" }));
    expect(error.code).toBe("exists");
  });
});

describe("segments", () => {
  const rules: SegmentRule[] = [
    {
      match: "all",
      conditions: [{ operator: "greater_than", trait: "age", value: "17", values: null, type: null }],
      rules: [
        {
          match: "any",
          conditions: [
            { operator: "equal_to", trait: "country", value: "GB", values: null, type: null },
            { operator: "one_of", trait: "country", value: null, values: ["FR", "DE"], type: null },
            { operator: "one_of", trait: "city", value: null, values: ["Paris, FR", 'a"b', ""], type: null },
            { operator: "is_set", trait: "email", value: null, values: null, type: null },
            { operator: "is_not_set", trait: "phone", value: null, values: null, type: null },
          ],
        },
        {
          match: "none",
          conditions: [
            { operator: "percentage", trait: null, value: "10", values: null, type: null },
            { operator: "modulo", trait: "n", value: "2|0", values: null, type: null },
            { operator: "matches", trait: "email", value: "@example\\.com$", values: null, type: null },
          ],
        },
      ],
    },
  ];

  test("every kind of condition reads back as it was written", async () => {
    const made = await workbench
      .platform()
      .segments.create(workbench.project, { name: "beta", description: "testers", rules });
    const createdAt: unknown = expect.any(String);
    expect(made).toEqual({
      id: made.id,
      name: "beta",
      createdAt,
      description: "testers",
      rules,
      flagsmith: { flagId: null, metadata: {} },
    });
    expect(await workbench.platform().segments.get(workbench.project, made.id)).toEqual(made);
    expect(await workbench.platform().segments.list(workbench.project)).toEqual([made]);
  });

  test("a new name leaves the rules alone, new rules leave the rest alone", async () => {
    const { segments } = workbench.platform();
    const made = await segments.create(workbench.project, { name: "beta", description: "testers", rules });
    const renamed = await segments.update(workbench.project, made.id, { name: "beta testers" });
    expect(renamed).toEqual({ ...made, name: "beta testers" });
    const replaced = await segments.update(workbench.project, made.id, { rules: [rule("a", "b")] });
    expect(replaced).toEqual({ ...renamed, rules: [rule("a", "b")] });
    expect(await workbench.platform().segments.get(workbench.project, made.id)).toEqual(replaced);
  });

  test("a description that only the dashboard shows stays with its condition", async () => {
    const { segments } = workbench.platform();
    const made = await segments.create(workbench.project, { name: "beta", rules: [rule("country", "GB")] });
    const condition = { operator: "EQUAL", property: "country", value: "GB", description: "the island" };
    await workbench.api("PUT", project(`segments/${made.id}/`), {
      name: "beta",
      project: Number(workbench.project.id),
      rules: [{ type: "ALL", rules: [], conditions: [condition] }],
    });
    await segments.update(workbench.project, made.id, { rules: [rule("country", "GB"), rule("country", "FR")] });
    const raw = JSON.stringify(await workbench.api("GET", project(`segments/${made.id}/`)));
    expect(raw).toContain("the island");
  });

  test("a name that is taken is refused, though the server would take it", async () => {
    await workbench.segment("beta");
    expect((await failure(workbench.platform().segments.create(workbench.project, { name: "beta", rules }))).code).toBe(
      "exists",
    );
  });

  test("a create whose answer is lost is not made twice", async () => {
    workbench.server.fault({ kind: "drop", commit: "after", method: "POST", path: project("segments/") });
    const made = await workbench.segment("beta");
    expect((await workbench.platform().segments.list(workbench.project)).map(({ id }) => id)).toEqual([made.id]);
  });

  test("a project that requires change requests for segments is not passed by", async () => {
    await workbench.api("PATCH", project(), { minimum_change_request_approvals: 1 });
    const { segments } = workbench.platform();
    const counts = await workbench.requestsOf(async () => {
      const error = await failure(segments.create(workbench.project, { name: "beta", rules }));
      expect(error.details).toMatchObject({ code: "approval-required", subject: "project" });
    });
    expect(writesOf(counts)).toBe(0);
  });

  test("the server's own words are passed on", async () => {
    workbench.server.fault({
      kind: "status",
      status: 400,
      body: { rules: ["This list may not be empty."] },
      method: "POST",
      path: project("segments/"),
    });
    const error = await failure(workbench.platform().segments.create(workbench.project, { name: "beta", rules }));
    expect(error.details).toMatchObject({ code: "invalid", status: 400 });
    expect(error.message).toContain("This list may not be empty.");
  });

  test("deleting twice is no error", async () => {
    const made = await workbench.segment("beta");
    const { segments } = workbench.platform();
    await segments.delete(workbench.project, made.id);
    await segments.delete(workbench.project, made.id);
    expect(await segments.get(workbench.project, made.id)).toBeUndefined();
  });
});

test("callers at the same time share one list", async () => {
  const platform = workbench.platform();
  await workbench.environment("production");
  const counts = await workbench.requestsOf(() =>
    Promise.all([
      ...Array.from({ length: 5 }, () => platform.flags.list(workbench.project)),
      ...Array.from({ length: 5 }, () => platform.environments.list(workbench.project)),
      ...Array.from({ length: 5 }, () => platform.segments.list(workbench.project)),
      ...Array.from({ length: 5 }, () => platform.project(null)),
    ]),
  );
  expect(totalOf(counts)).toBe(4);
});
