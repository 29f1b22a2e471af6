import { openShop, stopAll } from "./client";
import type { Answer, Shop } from "./client";

afterEach(stopAll);

/** Long enough for a request on the loopback interface to be served meanwhile, also on a machine under load. */
const CREATION = { creationTime: 300 };

const environments = "/api/v1/environments/";

function staging(shop: Shop): Promise<Answer> {
  return shop.call("POST", environments, { name: "staging", project: shop.project });
}

/** Sends the second while the first is being answered. */
async function together<T, U>(shop: Shop, first: () => Promise<T>, second: () => Promise<U>): Promise<[T, U]> {
  const before = shop.emulator.requests().length;
  const one = first();
  while (shop.emulator.requests().length === before) await new Promise((resolve) => setImmediate(resolve));
  return [await second(), await one].reverse() as [T, U];
}

interface Made {
  readonly id: number;
  readonly api_key: string;
}

async function states(shop: Shop, environment: Made, feature: number): Promise<unknown> {
  const path = `/api/v1/features/featurestates/?environment=${environment.id}&feature=${feature}`;
  return (await shop.call("GET", path)).body;
}

function whole(shop: Shop, environment: Made, feature: number): Promise<Answer> {
  return shop.call("GET", `/api/__future__/environments/${environment.api_key}/features/${feature}/`);
}

test.each(["the flag is posted while the environment is made", "the environment is posted while the flag is made"])(
  "%s: the flag has no state there, for good, and the whole-flag endpoint crashes",
  async (which) => {
    const shop = await openShop(CREATION);
    const flag = (): Promise<number> => shop.feature("banner");
    const place = (): Promise<Answer> => staging(shop);
    const [made, feature] = which.startsWith("the flag is")
      ? await together(shop, place, flag)
      : await together(shop, flag, place).then(([one, other]) => [other, one] as const);
    const environment = made.body as Made;
    expect(await states(shop, environment, feature)).toMatchObject({ count: 0 });
    expect(await whole(shop, environment, feature)).toMatchObject({ status: 500 });
    const change = await shop.call("PATCH", `/api/__future__/environments/${environment.api_key}/features/${feature}/`, {
      environment_default: { enabled: true },
    });
    expect(change).toMatchObject({ status: 500 });
    const document = await shop.call("GET", `${environments}${environment.api_key}/document/`);
    expect(document).toMatchObject({ status: 200, body: { feature_states: [] } });
    // Elsewhere the flag is whole.
    expect(await shop.call("GET", shop.flagPath(feature))).toMatchObject({ status: 200 });
  },
);

test("one after the other sees the other", async () => {
  const shop = await openShop({ creationTime: 1 });
  const environment = (await staging(shop)).body as Made;
  const feature = await shop.feature("banner");
  expect(await whole(shop, environment, feature)).toMatchObject({ status: 200 });
});
