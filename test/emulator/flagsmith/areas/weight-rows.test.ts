import type { EmulatorClient } from "../client";
import { openClient, stopAll } from "../client";

afterEach(stopAll);

interface Row {
  readonly id: number;
  readonly multivariate_feature_option: number;
  readonly percentage_allocation: number;
}
interface State {
  readonly id: number;
  readonly enabled: boolean;
  readonly feature_state_value: { readonly string_value: string | null };
  readonly multivariate_feature_state_values: readonly Row[];
}

const EXISTS = [
  "{'__all__': ['Multivariate feature state value with this Feature state and Multivariate feature option already exists.']}",
];

async function withVariants(): Promise<{ client: EmulatorClient; feature: number; red: Row; blue: Row }> {
  const client = await openClient();
  const feature = await client.feature("button", "control");
  const path = `/api/v1/projects/${client.project}/features/${feature}/mv-options/`;
  for (const value of ["red", "blue"]) {
    const body = { feature, type: "unicode", string_value: value, default_percentage_allocation: 0 };
    expect(await client.call("POST", path, body)).toMatchObject({ status: 201 });
  }
  const [red, blue] = (await state(client, feature)).multivariate_feature_state_values;
  if (!red || !blue) throw new Error("a variant has a row of weights");
  return { client, feature, red, blue };
}

async function state(client: EmulatorClient, feature: number): Promise<State> {
  const path = `/api/v1/features/featurestates/?environment=${client.environment.id}&feature=${feature}`;
  const [first] = ((await client.call("GET", path)).body as { results: readonly State[] }).results;
  if (!first) throw new Error("the flag has a state");
  return first;
}

async function put(client: EmulatorClient, feature: number, rows: readonly object[]): ReturnType<EmulatorClient["call"]> {
  const { id } = await state(client, feature);
  return client.call("PUT", `/api/v1/features/featurestates/${id}/`, {
    feature,
    environment: client.environment.id,
    enabled: true,
    feature_state_value: { type: "unicode", string_value: "written" },
    multivariate_feature_state_values: rows,
  });
}

/** Shares in the order of the rows. */
const shares = (each: State): number[] => each.multivariate_feature_state_values.map((row) => row.percentage_allocation);

test("rows before the refused one are stored too", async () => {
  const { client, feature, red, blue } = await withVariants();
  const withoutId = { multivariate_feature_option: blue.multivariate_feature_option, percentage_allocation: 20 };
  expect(await put(client, feature, [{ ...red, percentage_allocation: 10 }, withoutId])).toMatchObject({
    status: 400,
    body: EXISTS,
  });
  const left = await state(client, feature);
  expect(left).toMatchObject({ enabled: true, feature_state_value: { string_value: "written" } });
  expect(shares(left)).toEqual([10, 0]);
});

test("an option named twice is refused, whichever rows name it", async () => {
  const { client, feature, red, blue } = await withVariants();
  const both = [red, { ...blue, multivariate_feature_option: red.multivariate_feature_option }];
  expect(await put(client, feature, both)).toMatchObject({ status: 400, body: EXISTS });
  const twice = [red, { multivariate_feature_option: red.multivariate_feature_option, percentage_allocation: 1 }];
  expect(await put(client, feature, twice)).toMatchObject({ status: 400, body: EXISTS });
});

test("a row whose id is no longer known is a new row", async () => {
  const { client, feature, red } = await withVariants();
  expect(await put(client, feature, [])).toMatchObject({ status: 200 });
  expect(await put(client, feature, [{ ...red, percentage_allocation: 30 }])).toMatchObject({ status: 200 });
  const [row, ...others] = (await state(client, feature)).multivariate_feature_state_values;
  expect(row).toMatchObject({ percentage_allocation: 30 });
  expect(row?.id).not.toBe(red.id);
  expect(others).toEqual([]);
});

test("an unknown option and a total over a hundred leave everything as it was", async () => {
  const { client, feature, red, blue } = await withVariants();
  const tooMuch = [
    { ...red, percentage_allocation: 70 },
    { ...blue, percentage_allocation: 70 },
  ];
  for (const rows of [tooMuch, [{ multivariate_feature_option: 999999, percentage_allocation: 1 }]]) {
    expect(await put(client, feature, rows)).toMatchObject({ status: 400 });
    expect(await state(client, feature)).toMatchObject({ enabled: false, feature_state_value: { string_value: "control" } });
  }
});
