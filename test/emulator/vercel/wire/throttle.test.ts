import { openClient, stopAll } from "../client";

afterEach(stopAll);

const START = 1_767_225_600_000;

describe("the budget (reference 1.2)", () => {
  test("is told with every answer, and what is over it is refused until the minute ends", async () => {
    let now = START;
    const { call } = await openClient({ budget: 2, clock: () => new Date(now) });
    const ask = async (): Promise<object> => {
      const { status, headers } = await call("GET", "settings");
      const names = ["limit", "remaining", "reset"].map((each) => headers.get(`x-ratelimit-${each}`));
      return { status, rate: names.map(Number), retryAfter: headers.get("retry-after") };
    };
    const end = START / 1000 + 60;
    expect(await ask()).toEqual({ status: 200, rate: [2, 1, end], retryAfter: null });
    now += 15_000;
    expect(await ask()).toEqual({ status: 200, rate: [2, 0, end], retryAfter: null });
    expect(await ask()).toEqual({ status: 429, rate: [2, 0, end], retryAfter: "45" });
    now += 45_000;
    expect(await ask()).toEqual({ status: 200, rate: [2, 1, end + 60], retryAfter: null });
  });

  test("is each token's own", async () => {
    const { emulator, call } = await openClient({ budget: 1 });
    await call("GET", "settings");
    const other = await call("GET", "settings", undefined, { authorization: `Bearer ${emulator.limitedKey}` });
    expect(other.status).toBe(403);
    expect((await call("GET", "settings")).body).toMatchObject({ error: { code: "rate_limited" } });
  });

  test("is not spent where there is none", async () => {
    const { call } = await openClient();
    expect((await call("GET", "settings")).headers.get("x-ratelimit-limit")).toBeNull();
  });

  test("a fault refuses with and without saying when to come back", async () => {
    const { emulator, call } = await openClient();
    emulator.fault({ kind: "throttle", retryAfter: 7 });
    emulator.fault({ kind: "throttle", nth: 2 });
    const told = await call("GET", "settings");
    const untold = await call("GET", "settings");
    expect([told.status, told.headers.get("retry-after")]).toEqual([429, "7"]);
    expect([untold.status, untold.headers.get("retry-after")]).toEqual([429, null]);
  });
});
