import { openClient, stopAll } from "../client";

afterEach(stopAll);

test("A variant is found by its UUID too, with the feature it is of", async () => {
  const client = await openClient();
  const feature = await client.feature("banner");
  const body = { feature, type: "unicode", string_value: "blue", default_percentage_allocation: 25 };
  const made = await client.call("POST", `/api/v1/projects/${client.project}/features/${feature}/mv-options/`, body);
  const { uuid } = made.body as { uuid: string };
  const found = await client.call("GET", `/api/v1/multivariate/options/get-by-uuid/${uuid}/`);
  expect(found).toMatchObject({ status: 200, body: { uuid, feature, string_value: "blue" } });
  expect(found.body).toEqual(made.body);
});

test("A UUID that no variant has is answered as any absent row", async () => {
  const client = await openClient();
  const absent = await client.call("GET", "/api/v1/multivariate/options/get-by-uuid/00000000-0000-4000-8000-000000000000/");
  expect(absent).toMatchObject({
    status: 404,
    body: { detail: "No MultivariateFeatureOption matches the given query." },
  });
});
