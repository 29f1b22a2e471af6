import type { EmulatorClient } from "../client";
import { openClient, stopAll } from "../client";

afterEach(stopAll);

async function withState(): Promise<{
  client: EmulatorClient;
  feature: number;
  put: (value: string) => ReturnType<EmulatorClient["call"]>;
  id: number;
}> {
  const client = await openClient();
  const feature = await client.feature("banner", "hello");
  const path = `/api/v1/environments/${client.environment.key}/featurestates/`;
  const { results } = (await client.call("GET", path)).body as { results: { id: number }[] };
  const id = results[0]?.id ?? 0;
  return { client, feature, id, put: (value) => client.call("PUT", `${path}${id}/`, `{"feature_state_value": ${value}}`) };
}

test.each([
  ["1.5", "1.5"],
  ['"  padded\\n"', "padded"],
  ['"\\u0085\\ufeffa"', "\ufeffa"],
  ["null", null],
  ["7", 7],
  ["false", false],
])("a raw value %s reads back as %j", async (sent, read) => {
  const { put } = await withState();
  expect((await put(sent)).body).toMatchObject({ feature_state_value: read });
});

test.each([
  ["[]", { string_value: ["Not a valid string."] }],
  ["{}", { string_value: ["Not a valid string."] }],
  ["2147483648", { integer_value: ["Ensure this value is less than or equal to 2147483647."] }],
  [JSON.stringify("x".repeat(20001)), { string_value: ["Ensure this field has no more than 20000 characters."] }],
])("a raw value that does not fit is refused by its column", async (sent, body) => {
  const { put } = await withState();
  expect(await put(sent)).toMatchObject({ status: 400, body });
});

test.each([
  ["007", 7],
  ["TRUE", "TRUE"],
  ["True", true],
  ["2147483648", "2147483648"],
])("the initial value %j starts as %j", async (initial, value) => {
  const client = await openClient();
  await client.feature("banner", initial);
  const answer = await client.call("GET", `/api/v1/environments/${client.environment.key}/featurestates/`);
  expect(answer.body).toMatchObject({ results: [{ feature_state_value: value }] });
});

test("typed values change only the columns sent, and keep their type when none is sent", async () => {
  const { client, feature, id } = await withState();
  const path = `/api/v1/features/featurestates/${id}/`;
  const body = (value: object): object => ({ feature, environment: client.environment.id, feature_state_value: value });
  await client.call("PUT", path, body({ type: "int", integer_value: 3 }));
  expect((await client.call("PUT", path, body({ string_value: "kept aside" }))).body).toMatchObject({
    feature_state_value: { type: "int", string_value: "kept aside", integer_value: 3, boolean_value: null },
  });
  expect(await client.call("PUT", path, body({ type: "float" }))).toMatchObject({
    status: 400,
    body: { feature_state_value: { type: ['"float" is not a valid choice.'] } },
  });
});
