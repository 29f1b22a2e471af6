import type { FlagsmithContext } from "../../../src/platforms/flagsmith/run/context";
import { readSnapshot } from "../../../src/platforms/flagsmith/write-api/flag-snapshot";
import type { DefinitionUnit } from "../../../src/platforms/port/definition";

const UNIT = {
  environment: { id: "1", name: "production" },
  flag: { id: "2", name: "checkout" },
} as unknown as DefinitionUnit;

/** A server where somebody publishes a version between the two lists, the first few times. */
class Published {
  private version = 0;
  readonly reads: string[] = [];
  readonly pauses: number[] = [];
  readonly stop = new AbortController();

  constructor(private readonly times: number) {}

  read(): ReturnType<typeof readSnapshot> {
    const client = {
      featureStates: () => {
        this.reads.push("states");
        return Promise.resolve([this.state(10, null), this.state(20, 30 + this.version)]);
      },
      featureSegments: () => {
        this.reads.push("links");
        // Each version has links of its own.
        if (this.version < this.times) this.version++;
        return Promise.resolve([{ id: 30 + this.version, segment: 7, priority: 0 }]);
      },
    };
    const clock = {
      sleep: (milliseconds: number) => {
        this.pauses.push(milliseconds);
        return Promise.resolve();
      },
    };
    const environment = { log: () => undefined, signal: this.stop.signal };
    return readSnapshot({ client, clock, environment } as unknown as FlagsmithContext, UNIT);
  }

  private state(id: number, link: number | null) {
    return {
      ...{ id: id + this.version, enabled: true, identity: null, feature_segment: link },
      ...{ feature_state_value: { type: "unicode", string_value: "x" }, multivariate_feature_state_values: [] },
    };
  }
}

test("a version that somebody publishes between the two lists takes no override out of sight", async () => {
  const server = new Published(1);
  const read = await server.read();
  expect(read?.state.overrides.map(({ segmentId }) => segmentId)).toEqual(["7"]);
  expect(read?.defaultState).toBe(11);
  expect(server.pauses).toEqual([100]);
});

test("where somebody publishes all the time, the read fails after six tries in four seconds, and says why", async () => {
  const server = new Published(Infinity);
  await expect(server.read()).rejects.toMatchObject({
    details: {
      code: "unavailable",
      attempted: "read flag checkout in environment production",
      reason:
        "somebody else changed its overrides between the list of its states and the list of their segments, each of the 6 times that they were read",
      nextStep: "Run it again when nobody else changes the flag, for example when the script that does is done.",
    },
  });
  expect(server.reads).toHaveLength(12);
  expect(server.pauses).toEqual([100, 250, 500, 1000, 2000]);
});

test("it ends with the run", async () => {
  const server = new Published(Infinity);
  server.stop.abort();
  await expect(server.read()).rejects.toMatchObject({ details: { code: "unavailable" } });
  expect(server.reads).toHaveLength(2);
});
