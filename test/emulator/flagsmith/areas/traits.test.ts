import { openShop, stopAll } from "../client";
import type { Shop } from "../client";

afterEach(stopAll);

const application = (shop: Shop) => ({ "x-environment-key": shop.environment.key });
const bulk = (shop: Shop, rows: readonly object[]) => shop.call("PUT", "/api/v1/traits/bulk/", rows, application(shop));
const row = (identifier: string, key: string, value: unknown) => ({
  identity: { identifier },
  trait_key: key,
  trait_value: value,
});

async function identity(shop: Shop, identifier = "anna"): Promise<string> {
  const path = `/api/v1/environments/${shop.environment.key}/identities/`;
  const { results } = (await shop.call("GET", `${path}?q="${identifier}"`)).body as { results: { id: number }[] };
  return `${path}${String(results[0]?.id)}/traits/`;
}

test("many traits of many identities in one request: who is not there is made, null removes", async () => {
  const shop = await openShop();
  const answer = await bulk(shop, [row("anna", "plan", "pro"), row("anna", "seats", 42), row("bob", "plan", "free")]);
  expect(answer).toMatchObject({
    status: 200,
    body: [{ trait_value: "pro" }, { trait_value: 42 }, { trait_value: "free" }],
  });
  await bulk(shop, [row("anna", "plan", null), row("anna", "rate", 1.5), row("nobody", "plan", null)]);
  expect((await shop.call("GET", await identity(shop))).body).toMatchObject({
    count: 2,
    results: [
      { trait_key: "seats", value_type: "int", integer_value: 42 },
      { trait_key: "rate", value_type: "float", float_value: 1.5 },
    ],
  });
});

test("an application's key is refused where clients may set no traits", async () => {
  const shop = await openShop();
  const path = `/api/v1/environments/${shop.environment.key}/`;
  await shop.call("PATCH", path, { name: "production", project: shop.project, allow_client_traits: false });
  expect((await bulk(shop, [row("anna", "plan", "pro")])).status).toBe(400);
});

test("administrators make, change and delete traits one by one", async () => {
  const shop = await openShop();
  await bulk(shop, [row("anna", "plan", "pro")]);
  const path = await identity(shop);
  const made = await shop.call("POST", path, { trait_key: "vip", value_type: "bool", boolean_value: true });
  expect(made).toMatchObject({ status: 201, body: { trait_key: "vip", boolean_value: true, string_value: null } });
  const own = `${path}${String((made.body as { id: number }).id)}/`;
  await shop.call("PUT", own, { trait_key: "vip", value_type: "unicode", string_value: "yes" });
  expect((await shop.call("GET", own)).body).toMatchObject({ value_type: "unicode", string_value: "yes" });
  expect((await shop.call("DELETE", own)).status).toBe(204);
  expect((await shop.call("GET", own)).status).toBe(404);
});

test("at the edge, one trait at a time or a hundred identities, kept as they came", async () => {
  const shop = await openShop({ identities: "edge" });
  const data = [{ identifier: "anna", traits: [{ trait_key: "plan", trait_value: "pro" }] }, { identifier: "bob" }];
  const sent = await shop.call("POST", "/api/v1/bulk-identities", { data }, application(shop));
  expect(sent.status).toBe(201);
  const path = `/api/v1/environments/${shop.environment.key}/edge-identities/`;
  const { results } = (await shop.call("GET", path)).body as { results: { identity_uuid: string }[] };
  expect(results).toHaveLength(2);
  const own = `${path}${results[0]?.identity_uuid ?? ""}/`;
  await shop.call("PUT", `${own}update-traits/`, { trait_key: "big", trait_value: 1695316874000 });
  await shop.call("PUT", `${own}update-traits/`, { trait_key: "plan", trait_value: null });
  expect((await shop.call("GET", `${own}list-traits/`)).body).toEqual([{ trait_key: "big", trait_value: 1695316874000 }]);
  const many = Array.from({ length: 101 }, (_, index) => ({ identifier: `u${String(index)}`, traits: [] }));
  expect((await shop.call("POST", "/api/v1/bulk-identities", { data: many }, application(shop))).status).toBe(400);
});
