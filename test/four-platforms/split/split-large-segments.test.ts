import { hastyClock } from "../../support/clocks";
import { type Bodies, PlatformWorkbench, refusal, type WorkbenchOptions } from "../../support/platform-workbench";

/** Large segments on Split: all of them but their members, which enter as a file of a change request only. */

let workbench: PlatformWorkbench;
afterEach(() => workbench.stop());

async function start(own: WorkbenchOptions["split"] = {}): Promise<void> {
  workbench = await PlatformWorkbench.start("split", { split: own, hooks: { clock: hastyClock() } });
}

const F = { flag: "${flagform_feature_flag.f.key}", flag_id: "${flagform_feature_flag.f.id}" };
const S = { segment: "${flagform_segment.crowd.name}", segment_id: "${flagform_segment.crowd.id}" };

const crowd = (settings: object = {}): Bodies => {
  return { segment: { crowd: { name: "crowd", description: "Many", split: { kind: "large", ...settings } } } };
};

/** Turned on for the crowd in production: by an override, or by a rule beside another condition. */
function stack(settings: object = {}): Bodies {
  return {
    ...crowd(settings),
    feature_flag: { f: { key: "checkout", type: "boolean" } },
    environment_definition: { d: { ...F, environment: "production", enabled: false } },
    segment_override: {
      o: { ...F, ...S, environment: "production", enabled: true, depends_on: ["flagform_environment_definition.d"] },
    },
  };
}

/** The members, as somebody uploads them in the console. */
async function upload(environment: string, members: readonly string[]): Promise<void> {
  const api = "/internal/api/v2";
  const ask = (method: string, path: string, body?: object): unknown => {
    const reply = workbench.server.write(method, `${api}${path}`, body);
    if (reply.status !== 200) throw new Error(reply.body);
    return JSON.parse(reply.body);
  };
  const [workspace] = (ask("GET", "/workspaces") as { objects: { id: string }[] }).objects;
  const environments = ask("GET", `/environments/ws/${workspace?.id ?? ""}`) as { id: string; name: string }[];
  const id = environments.find(({ name }) => name === environment)?.id ?? "";
  const request = { largeSegment: { name: "crowd" }, operationType: "UPLOAD", title: "t", comment: "c", approvers: [] };
  const answer = ask("POST", `/changeRequests/ws/${workspace?.id ?? ""}/environments/${id}`, request);
  const { url } = (answer as { transactionMetadata: { url: string } }).transactionMetadata;
  const target = new URL(url).pathname;
  const headers = { "Content-Type": "text/csv" };
  const { status } = await fetch(`${workbench.server.url}${target}`, { method: "PUT", headers, body: members.join("\n") });
  expect(status).toBe(200);
}

const path = (text: string): string => text.replace("/internal/api/v2", "").replace(/[0-9a-f-]{36}/g, "{id}");

test.each(["array", "objects"] as const)("is made, enabled, read and deleted (lists as %s)", async (segmentLists) => {
  await start({ options: { segmentLists } });
  const plan = await workbench.plan(crowd());
  const sent = await workbench.requestsOf(() => workbench.driver.apply(plan));
  expect(sent.map(path).filter((each) => !each.startsWith("GET"))).toEqual([
    "POST /large-segments/ws/{id}/trafficTypes/{id}",
    ...["production", "preview", "development"].map(() => "POST /large-segments/{id}/crowd"),
  ]);
  expect(workbench.driver.instance("flagform_segment.crowd")?.attributes).toMatchObject({
    id: "large:crowd",
    name: "crowd",
    description: "Many",
    identities: null,
  });
  expect((await workbench.plan(crowd())).empty).toBe(true);
  await workbench.destroy(crowd());
  expect((await workbench.requestsOf(() => workbench.apply({}))).length).toBeLessThan(5);
  expect(workbench.driver.state.instances).toEqual([]);
});

test("exists in the environments that are named, enters others and leaves them", async () => {
  await start();
  await workbench.apply(crowd({ environments: ["production"] }));
  const changes = async (environments: readonly string[]): Promise<string[]> => {
    const sent = await workbench.requestsOf(() => workbench.apply(crowd({ environments })));
    expect((await workbench.plan(crowd({ environments }))).empty).toBe(true);
    return sent.map(path).filter((each) => !each.startsWith("GET"));
  };
  expect(await changes(["production", "preview"])).toEqual(["POST /large-segments/{id}/crowd"]);
  expect(await changes(["preview"])).toEqual(["DELETE /large-segments/{id}/crowd"]);
});

test("is overridden like any other, in full and by shares, and destroyed with what names it", async () => {
  await start();
  await workbench.apply(stack());
  await upload("production", ["m1", "m2"]);
  expect((await workbench.plan(stack())).empty).toBe(true);
  expect(await workbench.evaluate("production", "checkout", { identity: "m1" })).toBe(true);
  expect(await workbench.evaluate("production", "checkout", { identity: "nobody" })).toBe(false);
  const shares: Bodies = {
    ...stack(),
    segment_override: {
      o: {
        ...F,
        ...S,
        environment: "production",
        serve: { split: { weights: { on: 50, off: 50 } } },
        depends_on: ["flagform_environment_definition.d"],
      },
    },
  };
  await workbench.apply(shares);
  const patches = workbench.server.requests().filter(({ method }) => method === "PATCH");
  expect(JSON.stringify(patches.at(-1)?.body)).toContain('{"type":"IN_LARGE_SEGMENT","string":"crowd"}');
  expect((await workbench.plan(shares)).empty).toBe(true);
  await workbench.destroy(shares);
  expect(workbench.driver.state.instances).toEqual([]);
});

test("stands in rules and in exact sets by its name", async () => {
  await start();
  const when = [
    {
      match: "all",
      conditions: [
        { operator: "in_segment", value: "crowd" },
        { operator: "equal_to", trait: "plan", value: "pro" },
      ],
    },
  ];
  const bodies: Bodies = {
    ...crowd(),
    feature_flag: { f: { key: "checkout", type: "boolean" } },
    environment_definition: {
      d: {
        ...F,
        environment: "production",
        enabled: false,
        rules: [{ key: "pros", when, serve: { variant: "on" } }],
        depends_on: ["flagform_segment.crowd"],
      },
      e: {
        ...F,
        environment: "preview",
        enabled: false,
        segment_overrides: { crowd: { enabled: true } },
        depends_on: ["flagform_segment.crowd"],
      },
    },
  };
  await workbench.apply(bodies);
  await upload("production", ["m1"]);
  await upload("preview", ["m1"]);
  expect((await workbench.plan(bodies)).empty).toBe(true);
  const who = { identity: "m1", traits: { plan: "pro" } };
  expect(await workbench.evaluate("production", "checkout", who)).toBe(true);
  expect(await workbench.evaluate("production", "checkout", { identity: "m1" })).toBe(false);
  expect(await workbench.evaluate("preview", "checkout", { identity: "m1" })).toBe(true);
  await workbench.destroy(bodies);
});

test("is imported by its name, and by its kind where another kind has the name too", async () => {
  await start();
  const standard: Bodies = { segment: { other: { name: "crowd", description: "Few" } } };
  await workbench.apply(crowd());
  workbench.driver.forget("flagform_segment.crowd");
  await workbench.driver.import(workbench.stack(crowd()), "flagform_segment.crowd", "crowd");
  expect(workbench.driver.instance("flagform_segment.crowd")?.attributes).toMatchObject({ id: "large:crowd" });
  workbench.driver.forget("flagform_segment.crowd");
  await workbench.apply(standard);
  await workbench.driver.import(
    workbench.stack({ segment: { ...crowd()["segment"], ...standard["segment"] } }),
    "flagform_segment.crowd",
    "id:large:crowd",
  );
  expect(workbench.driver.instance("flagform_segment.crowd")?.attributes).toMatchObject({ id: "large:crowd" });
});

test("takes no members here, and says where they go", async () => {
  await start();
  const bodies = { segment: { crowd: { name: "crowd", identities: ["m1"], split: { kind: "large" } } } };
  const [diagnostic] = await refusal(workbench.apply(bodies));
  expect(diagnostic?.detail).toMatch(/large segment lists no identities[^]*file[^]*upload them in Split/i);
  await workbench.apply(crowd());
  const members = {
    segment: { crowd: { name: "crowd", description: "Many", identities: ["m1"], split: { kind: "large" } } },
  };
  const [later] = await refusal(workbench.apply(members));
  expect(later?.detail).toMatch(/no identities/);
});

test("that shows in lists only later is made all the same", async () => {
  await start({ options: { listLag: 1 } });
  await workbench.apply(crowd());
  expect(workbench.driver.instance("flagform_segment.crowd")?.attributes).toMatchObject({ id: "large:crowd" });
  expect((await workbench.plan(crowd())).empty).toBe(true);
});

test("is not deleted while a definition of others names it, and the error names the definition", async () => {
  await start();
  await workbench.apply(stack());
  const { segment_override: _, segment: __, ...rest } = stack();
  workbench.driver.forget("flagform_segment_override.o");
  const [diagnostic] = await refusal(workbench.driver.apply(await workbench.driver.plan(workbench.stack(rest))));
  expect(diagnostic?.detail).toMatch(/in use[^]*checkout/i);
});
