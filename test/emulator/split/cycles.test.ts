import { ON_OFF, openShop, refusal, stopAll } from "./client";
import type { Answer, Shop } from "./client";

afterEach(stopAll);

const on = [{ treatment: "on", size: 100 }];
const rule = (matcher: object): object => ({ buckets: on, condition: { matchers: [matcher] } });
const serves = (splitName: string): object => ({ type: "IN_SPLIT", depends: { splitName, treatment: "on" } });
const isIn = (string: string): object => ({ type: "IN_RULE_BASED_SEGMENT", string });

async function shopOf(flags: readonly string[], segments: readonly string[] = []): Promise<Shop> {
  const everywhere = { production: {}, staging: {} };
  return openShop(
    {},
    {
      flags: flags.map((name) => ({ name, trafficType: "user" })),
      segments: segments.map((name) => ({ name, trafficType: "user", kind: "rule_based", environments: everywhere })),
    },
  );
}

function configure(shop: Shop, flag: string, matchers: readonly object[], environment?: string): Promise<Answer> {
  return shop.call("POST", shop.definition(flag, environment), { ...ON_OFF, rules: matchers.map(rule) });
}

function define(shop: Shop, segment: string, body: object, environment = shop.ids.production): Promise<Answer> {
  return shop.call("PUT", `/rule-based-segments/ws/${shop.ids.workspace}/${segment}/environments/${environment}`, body);
}

const rules = (...matchers: readonly object[]): object => ({
  rules: matchers.map((each) => ({ condition: { matchers: [each] } })),
});

test("refuses what closes a circle of flags, by every way of writing, and leaves the definition as it was", async () => {
  const shop = await shopOf(["a", "b", "c"]);
  expect(await configure(shop, "a", [serves("b")])).toMatchObject({ status: 200 });
  expect(await configure(shop, "b", [serves("c")])).toMatchObject({ status: 200 });
  const circle = refusal(400, "c depends on itself: flag c → flag a → flag b → flag c");
  expect(await configure(shop, "c", [serves("a")])).toMatchObject(circle);
  expect(await configure(shop, "c", [])).toMatchObject({ status: 200 });
  const whole = { ...ON_OFF, rules: [rule(serves("a"))] };
  expect(await shop.call("PUT", shop.definition("c"), whole)).toMatchObject(circle);
  const patch = [{ op: "add", path: "/rules/0", value: rule(serves("a")) }];
  expect(await shop.call("PATCH", shop.definition("c"), patch)).toMatchObject(circle);
  expect(await shop.call("GET", shop.definition("c"))).toMatchObject({ body: { rules: [] } });
});

test("refuses what closes a circle of rule-based segments, by a rule or by an exclusion", async () => {
  const shop = await shopOf([], ["r", "s"]);
  expect(await define(shop, "r", rules(isIn("s")))).toMatchObject({ status: 200 });
  expect(await define(shop, "s", rules(isIn("r")))).toMatchObject(refusal(400, "segment s → segment r → segment s"));
  const excluding = { excludedSegments: [{ name: "r", type: "rule_based_segment" }] };
  expect(await define(shop, "s", excluding)).toMatchObject(refusal(400, "segment s → segment r → segment s"));
});

test("refuses a circle that goes through a flag and a segment", async () => {
  const shop = await shopOf(["a"], ["r"]);
  expect(await configure(shop, "a", [isIn("r")])).toMatchObject({ status: 200 });
  expect(await define(shop, "r", rules(serves("a")))).toMatchObject(refusal(400, "segment r → flag a → segment r"));
});

test("takes what is a circle over two environments only, and a diamond", async () => {
  const shop = await shopOf(["a", "b", "c", "d"]);
  expect(await configure(shop, "a", [serves("b")])).toMatchObject({ status: 200 });
  expect(await configure(shop, "b", [serves("a")], shop.ids.staging)).toMatchObject({ status: 200 });
  expect(await configure(shop, "c", [serves("a"), serves("b")])).toMatchObject({ status: 200 });
  expect(await configure(shop, "d", [serves("a"), serves("c")])).toMatchObject({ status: 200 });
  const question = { workspace: "Shop", environment: "production", flag: "d", key: "u1" };
  expect(shop.emulator.evaluate(question)).toMatchObject({ treatment: "off" });
});
