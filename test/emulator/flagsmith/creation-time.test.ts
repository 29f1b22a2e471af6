import type { Answer } from "../answer";
import type { EmulatorClient } from "./client";
import { openClient, stopAll } from "./client";

afterEach(stopAll);

/** Long enough for a request on the loopback interface to be served meanwhile, also on a machine under load. */
const CREATION = { creationTime: 300 };

const environments = "/api/v1/environments/";

function staging(client: EmulatorClient): Promise<Answer> {
  return client.call("POST", environments, { name: "staging", project: client.project });
}

/** Sends the second while the first is being answered. */
async function together<T, U>(client: EmulatorClient, first: () => Promise<T>, second: () => Promise<U>): Promise<[T, U]> {
  const before = client.emulator.requests().length;
  const one = first();
  while (client.emulator.requests().length === before) await new Promise((resolve) => setImmediate(resolve));
  return [await second(), await one].reverse() as [T, U];
}

interface Made {
  readonly id: number;
  readonly api_key: string;
}

async function states(client: EmulatorClient, environment: Made, feature: number): Promise<unknown> {
  const path = `/api/v1/features/featurestates/?environment=${environment.id}&feature=${feature}`;
  return (await client.call("GET", path)).body;
}

function whole(client: EmulatorClient, environment: Made, feature: number): Promise<Answer> {
  return client.call("GET", `/api/__future__/environments/${environment.api_key}/features/${feature}/`);
}

test.each(["the flag is posted while the environment is made", "the environment is posted while the flag is made"])(
  "%s: the flag has no state there, for good, and the whole-flag endpoint crashes",
  async (which) => {
    const client = await openClient(CREATION);
    const flag = (): Promise<number> => client.feature("banner");
    const place = (): Promise<Answer> => staging(client);
    const [made, feature] = which.startsWith("the flag is")
      ? await together(client, place, flag)
      : await together(client, flag, place).then(([one, other]) => [other, one] as const);
    const environment = made.body as Made;
    expect(await states(client, environment, feature)).toMatchObject({ count: 0 });
    expect(await whole(client, environment, feature)).toMatchObject({ status: 500 });
    const change = await client.call("PATCH", `/api/__future__/environments/${environment.api_key}/features/${feature}/`, {
      environment_default: { enabled: true },
    });
    expect(change).toMatchObject({ status: 500 });
    const document = await client.call("GET", `${environments}${environment.api_key}/document/`);
    expect(document).toMatchObject({ status: 200, body: { feature_states: [] } });
    // Elsewhere the flag is whole.
    expect(await client.call("GET", client.flagPath(feature))).toMatchObject({ status: 200 });
  },
);

test("one after the other sees the other", async () => {
  const client = await openClient({ creationTime: 1 });
  const environment = (await staging(client)).body as Made;
  const feature = await client.feature("banner");
  expect(await whole(client, environment, feature)).toMatchObject({ status: 200 });
});
