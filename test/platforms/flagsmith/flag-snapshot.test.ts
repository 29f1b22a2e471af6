import type { FlagsmithContext } from "../../../src/platforms/flagsmith/run/context";
import { readSnapshot } from "../../../src/platforms/flagsmith/write-api/flag-snapshot";
import type { DefinitionUnit } from "../../../src/platforms/port/definition";

test("a version that somebody publishes between the two lists takes no override out of sight", async () => {
  let version = 0;
  const state = (id: number, link: number | null) => {
    return {
      ...{ id, enabled: true, identity: null, feature_segment: link },
      ...{ feature_state_value: { type: "unicode", string_value: "x" }, multivariate_feature_state_values: [] },
    };
  };
  const client = {
    featureStates: () => Promise.resolve([state(10 + version, null), state(20 + version, 30 + version)]),
    featureSegments: () => {
      // Each version has links of its own.
      if (version === 0) version = 1;
      return Promise.resolve([{ id: 30 + version, segment: 7, priority: 0 }]);
    },
  };
  const unit = { environment: { id: "1" }, flag: { id: "2" } } as unknown as DefinitionUnit;
  const read = await readSnapshot({ client } as unknown as FlagsmithContext, unit);
  expect(read?.state.overrides.map(({ segmentId }) => segmentId)).toEqual(["7"]);
  expect(read?.defaultState).toBe(11);
});
