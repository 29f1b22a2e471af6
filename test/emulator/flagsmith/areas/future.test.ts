import type { EmulatorClient } from "../client";
import { openClient, stopAll } from "../client";

afterEach(stopAll);

const string = (value: string): object => ({ type: "string", value });

async function withOverrides(
  client: EmulatorClient,
  priorities: readonly number[],
): Promise<{ feature: number; segments: number[] }> {
  const feature = await client.feature("banner", "hello");
  const segments: number[] = [];
  for (const [index] of priorities.entries()) segments.push(await client.segment(`country ${index}`));
  const overrides = segments.map((id, index) => ({
    segment: { id },
    priority: priorities[index],
    enabled: true,
    value: string(`s${index}`),
  }));
  const answer = await client.call("PUT", client.flagPath(feature), { segment_overrides: overrides });
  expect(answer.status).toBe(200);
  return { feature, segments };
}

describe("values of the whole-flag endpoint", () => {
  test.each([
    [" +5 ", "5"],
    ["007", "7"],
    ["1_000", "1000"],
    ["١٢", "12"],
    ["-0", "0"],
  ])("reads the integer %j as Python does", async (sent, read) => {
    const client = await openClient();
    const feature = await client.feature("limit");
    const answer = await client.call("PATCH", client.flagPath(feature), {
      environment_default: { value: { type: "integer", value: sent } },
    });
    expect(answer.body).toMatchObject({ environment_default: { value: { type: "integer", value: read } } });
  });

  test("names a JSON float as Python prints it, and takes a JSON integer for text", async () => {
    const client = await openClient();
    const path = client.flagPath(await client.feature("limit"));
    const float = await client.call("PATCH", path, '{"environment_default": {"value": {"type": "integer", "value": 2.0}}}');
    expect(float).toMatchObject({ status: 400, body: { environment_default: { value: ["'2.0' is not a valid integer"] } } });
    const text = await client.call("PATCH", path, { environment_default: { value: { type: "string", value: 12 } } });
    expect(text.body).toMatchObject({ environment_default: { value: string("12") } });
    const boolean = await client.call("PATCH", path, { environment_default: { value: { type: "boolean", value: true } } });
    expect(boolean).toMatchObject({
      status: 400,
      body: { environment_default: { value: { value: ["Not a valid string."] } } },
    });
  });

  test.each(["yes", "on", "1", 1])("takes %j for enabled", async (enabled) => {
    const client = await openClient();
    const path = client.flagPath(await client.feature("banner"));
    expect((await client.call("PATCH", path, { environment_default: { enabled } })).body).toMatchObject({
      environment_default: { enabled: true },
    });
  });

  test.each([2, "", []])("does not take %j for enabled", async (enabled) => {
    const client = await openClient();
    const path = client.flagPath(await client.feature("banner"));
    expect(await client.call("PATCH", path, { environment_default: { enabled } })).toMatchObject({
      status: 400,
      body: { environment_default: { enabled: ["Must be a valid boolean."] } },
    });
  });

  test("crashes where the database would: an integer of 33 bits, a string past 20,000 characters", async () => {
    const client = await openClient();
    const feature = await client.feature("banner", "hello");
    const path = client.flagPath(feature);
    for (const value of [{ type: "integer", value: "2147483648" }, string("x".repeat(20001))]) {
      const answer = await client.call("PATCH", path, { environment_default: { enabled: true, value } });
      expect(answer.status).toBe(500);
      expect(answer.headers.get("content-type")).toBe("text/html; charset=utf-8");
    }
    expect(await client.flag(feature)).toMatchObject({
      environment_default: { enabled: false, value: string("hello") },
    });
  });

  test("refuses null, NUL, an array for a body", async () => {
    const client = await openClient();
    const path = client.flagPath(await client.feature("banner"));
    expect(await client.call("PATCH", path, { environment_default: null })).toMatchObject({
      status: 400,
      body: { environment_default: ["This field may not be null."] },
    });
    expect(await client.call("PATCH", path, { environment_default: { value: string("a\0b") } })).toMatchObject({
      body: { environment_default: { value: { value: ["Null characters are not allowed."] } } },
    });
    expect(await client.call("PATCH", path, [])).toMatchObject({ status: 400, body: ["Expected an object."] });
  });
});

describe.each([false, true])("overrides (feature versioning %s)", (versioning) => {
  test("keeps the number of an existing override that a replacement does not give", async () => {
    const client = await openClient({ versioning });
    const { feature, segments } = await withOverrides(client, [4, 7]);
    const answer = await client.call("PUT", client.flagPath(feature), {
      segment_overrides: segments.map((id) => ({ segment: { id } })),
    });
    expect(answer.body).toMatchObject({ segment_overrides: [{ priority: 4, value: string("hello") }, { priority: 7 }] });
  });

  test("counts the position for a new override, also where another takes that number", async () => {
    const client = await openClient({ versioning });
    const { feature, segments } = await withOverrides(client, [0]);
    const [second, third] = [await client.segment("second"), await client.segment("third")];
    const answer = await client.call("PUT", client.flagPath(feature), {
      segment_overrides: [{ segment: { id: second } }, { segment: { id: third }, priority: 0 }],
    });
    expect(answer).toMatchObject({ status: 400, body: { detail: "Duplicate priority: 0." } });
    expect(await client.flag(feature)).toMatchObject({ segment_overrides: [{ segment: { id: segments[0] }, priority: 0 }] });
  });

  test("changes nothing when it refuses: the whole call is one transaction", async () => {
    const client = await openClient({ versioning });
    const { feature, segments } = await withOverrides(client, [0, 1]);
    const before = await client.flag(feature);
    const answer = await client.call("PATCH", client.flagPath(feature), {
      environment_default: { enabled: true, value: string("changed") },
      segment_overrides: [{ segment: { id: segments[0] }, priority: 1 }],
    });
    expect(answer.status).toBe(400);
    expect(await client.flag(feature)).toEqual(before);
  });

  test("leaves the gap that a deleted override leaves", async () => {
    const client = await openClient({ versioning });
    const { feature, segments } = await withOverrides(client, [0, 1, 2]);
    const answer = await client.call("DELETE", `${client.flagPath(feature)}segment-overrides/${segments[1]}/`);
    expect(answer).toMatchObject({ status: 200, body: { segment_overrides: [{ priority: 0 }, { priority: 2 }] } });
  });

  test("takes the overrides of a deleted segment along, with their numbers", async () => {
    const client = await openClient({ versioning });
    const { feature, segments } = await withOverrides(client, [0, 1, 2]);
    await client.call("DELETE", `/api/v1/projects/${client.project}/segments/${segments[1]}/`);
    expect(await client.flag(feature)).toMatchObject({ segment_overrides: [{ priority: 0 }, { priority: 2 }] });
  });
});
