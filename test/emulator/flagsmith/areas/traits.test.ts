import type { EmulatorClient } from "../client";
import { openClient, stopAll } from "../client";

afterEach(stopAll);

const application = (client: EmulatorClient) => ({ "x-environment-key": client.environment.key });
const bulk = (client: EmulatorClient, rows: readonly object[]) =>
  client.call("PUT", "/api/v1/traits/bulk/", rows, application(client));
const row = (identifier: string, key: string, value: unknown) => ({
  identity: { identifier },
  trait_key: key,
  trait_value: value,
});

async function identity(client: EmulatorClient, identifier = "anna"): Promise<string> {
  const path = `/api/v1/environments/${client.environment.key}/identities/`;
  const { results } = (await client.call("GET", `${path}?q="${identifier}"`)).body as { results: { id: number }[] };
  return `${path}${String(results[0]?.id)}/traits/`;
}

test("many traits of many identities in one request: who is not there is made, null removes", async () => {
  const client = await openClient();
  const answer = await bulk(client, [row("anna", "plan", "pro"), row("anna", "seats", 42), row("bob", "plan", "free")]);
  expect(answer).toMatchObject({
    status: 200,
    body: [{ trait_value: "pro" }, { trait_value: 42 }, { trait_value: "free" }],
  });
  await bulk(client, [row("anna", "plan", null), row("anna", "rate", 1.5), row("nobody", "plan", null)]);
  expect((await client.call("GET", await identity(client))).body).toMatchObject({
    count: 2,
    results: [
      { trait_key: "seats", value_type: "int", integer_value: 42 },
      { trait_key: "rate", value_type: "float", float_value: 1.5 },
    ],
  });
});

test("an application's key is refused where clients may set no traits", async () => {
  const client = await openClient();
  const path = `/api/v1/environments/${client.environment.key}/`;
  await client.call("PATCH", path, { name: "production", project: client.project, allow_client_traits: false });
  expect((await bulk(client, [row("anna", "plan", "pro")])).status).toBe(400);
});

test("administrators make, change and delete traits one by one", async () => {
  const client = await openClient();
  await bulk(client, [row("anna", "plan", "pro")]);
  const path = await identity(client);
  const made = await client.call("POST", path, { trait_key: "vip", value_type: "bool", boolean_value: true });
  expect(made).toMatchObject({ status: 201, body: { trait_key: "vip", boolean_value: true, string_value: null } });
  const own = `${path}${String((made.body as { id: number }).id)}/`;
  await client.call("PUT", own, { trait_key: "vip", value_type: "unicode", string_value: "yes" });
  expect((await client.call("GET", own)).body).toMatchObject({ value_type: "unicode", string_value: "yes" });
  expect((await client.call("DELETE", own)).status).toBe(204);
  expect((await client.call("GET", own)).status).toBe(404);
});

test("at the edge, one trait at a time or a hundred identities, kept as they came", async () => {
  const client = await openClient({ identities: "edge" });
  const data = [{ identifier: "anna", traits: [{ trait_key: "plan", trait_value: "pro" }] }, { identifier: "bob" }];
  const sent = await client.call("POST", "/api/v1/bulk-identities", { data }, application(client));
  expect(sent.status).toBe(201);
  const path = `/api/v1/environments/${client.environment.key}/edge-identities/`;
  const { results } = (await client.call("GET", path)).body as { results: { identity_uuid: string }[] };
  expect(results).toHaveLength(2);
  const own = `${path}${results[0]?.identity_uuid ?? ""}/`;
  await client.call("PUT", `${own}update-traits/`, { trait_key: "big", trait_value: 1695316874000 });
  await client.call("PUT", `${own}update-traits/`, { trait_key: "plan", trait_value: null });
  expect((await client.call("GET", `${own}list-traits/`)).body).toEqual([{ trait_key: "big", trait_value: 1695316874000 }]);
  const many = Array.from({ length: 101 }, (_, index) => ({ identifier: `u${String(index)}`, traits: [] }));
  expect((await client.call("POST", "/api/v1/bulk-identities", { data: many }, application(client))).status).toBe(400);
});
