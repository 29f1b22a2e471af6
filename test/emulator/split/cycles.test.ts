import type { Answer } from "../answer";
import type { EmulatorClient } from "./client";
import { ON_OFF, openClient, refusal, stopAll } from "./client";

afterEach(stopAll);

const on = [{ treatment: "on", size: 100 }];
const rule = (matcher: object): object => ({ buckets: on, condition: { matchers: [matcher] } });
const serves = (splitName: string): object => ({ type: "IN_SPLIT", depends: { splitName, treatment: "on" } });
const isIn = (string: string): object => ({ type: "IN_RULE_BASED_SEGMENT", string });

async function shopOf(flags: readonly string[], segments: readonly string[] = []): Promise<EmulatorClient> {
  const everywhere = { production: {}, staging: {} };
  return openClient(
    {},
    {
      flags: flags.map((name) => ({ name, trafficType: "user" })),
      segments: segments.map((name) => ({ name, trafficType: "user", kind: "rule_based", environments: everywhere })),
    },
  );
}

function configure(
  client: EmulatorClient,
  flag: string,
  matchers: readonly object[],
  environment?: string,
): Promise<Answer> {
  return client.call("POST", client.definition(flag, environment), { ...ON_OFF, rules: matchers.map(rule) });
}

function define(
  client: EmulatorClient,
  segment: string,
  body: object,
  environment = client.ids.production,
): Promise<Answer> {
  return client.call("PUT", `/rule-based-segments/ws/${client.ids.workspace}/${segment}/environments/${environment}`, body);
}

const rules = (...matchers: readonly object[]): object => ({
  rules: matchers.map((each) => ({ condition: { matchers: [each] } })),
});

test("refuses what closes a circle of flags, by every way of writing, and leaves the definition as it was", async () => {
  const client = await shopOf(["a", "b", "c"]);
  expect(await configure(client, "a", [serves("b")])).toMatchObject({ status: 200 });
  expect(await configure(client, "b", [serves("c")])).toMatchObject({ status: 200 });
  const circle = refusal(400, "c depends on itself: flag c → flag a → flag b → flag c");
  expect(await configure(client, "c", [serves("a")])).toMatchObject(circle);
  expect(await configure(client, "c", [])).toMatchObject({ status: 200 });
  const whole = { ...ON_OFF, rules: [rule(serves("a"))] };
  expect(await client.call("PUT", client.definition("c"), whole)).toMatchObject(circle);
  const patch = [{ op: "add", path: "/rules/0", value: rule(serves("a")) }];
  expect(await client.call("PATCH", client.definition("c"), patch)).toMatchObject(circle);
  expect(await client.call("GET", client.definition("c"))).toMatchObject({ body: { rules: [] } });
});

test("refuses what closes a circle of rule-based segments, by a rule or by an exclusion", async () => {
  const client = await shopOf([], ["r", "s"]);
  expect(await define(client, "r", rules(isIn("s")))).toMatchObject({ status: 200 });
  expect(await define(client, "s", rules(isIn("r")))).toMatchObject(refusal(400, "segment s → segment r → segment s"));
  const excluding = { excludedSegments: [{ name: "r", type: "rule_based_segment" }] };
  expect(await define(client, "s", excluding)).toMatchObject(refusal(400, "segment s → segment r → segment s"));
});

test("refuses a circle that goes through a flag and a segment", async () => {
  const client = await shopOf(["a"], ["r"]);
  expect(await configure(client, "a", [isIn("r")])).toMatchObject({ status: 200 });
  expect(await define(client, "r", rules(serves("a")))).toMatchObject(refusal(400, "segment r → flag a → segment r"));
});

test("takes what is a circle over two environments only, and a diamond", async () => {
  const client = await shopOf(["a", "b", "c", "d"]);
  expect(await configure(client, "a", [serves("b")])).toMatchObject({ status: 200 });
  expect(await configure(client, "b", [serves("a")], client.ids.staging)).toMatchObject({ status: 200 });
  expect(await configure(client, "c", [serves("a"), serves("b")])).toMatchObject({ status: 200 });
  expect(await configure(client, "d", [serves("a"), serves("c")])).toMatchObject({ status: 200 });
  const question = { workspace: "Shop", environment: "production", flag: "d", key: "u1" };
  expect(client.emulator.evaluate(question)).toMatchObject({ treatment: "off" });
});
