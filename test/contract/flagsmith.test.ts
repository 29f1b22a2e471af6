import type { EmulatorOptions, FlagsmithEmulator } from "../../src/emulator/flagsmith/emulator";
import { startFlagsmithEmulator } from "../../src/emulator/flagsmith/emulator";
import { readRecording } from "./recording";
import { replay } from "./replay";

const RECORDED = { pageSize: 10, organisation: "Acme" };

const scenarios: readonly (readonly [scenario: string, options: EmulatorOptions])[] = [
  ["basics", {}],
  ["projects", {}],
  ["environments", {}],
  ["features", {}],
  ["tags", {}],
  ["segments", {}],
  ["experiments_one_v1", {}],
  ["experiments_one_v2", {}],
  ["experiments_many_v1", {}],
  ["experiments_many_v2", {}],
  ["future_v1", {}],
  ["future_v2", {}],
  ["change_requests", {}],
  ["identities_core", {}],
  ["paging", {}],
  ["legacy_states", {}],
  ["versions", {}],
  ["sdk", {}],
  ["multivariate", {}],
  ["identities_edge", { identities: "edge" }],
  ["weights_legacy", {}],
  ["weights_identity", {}],
  ["weights_versions", {}],
  ["nesting", {}],
];

describe("the emulator answers as the recorded Flagsmith server did", () => {
  let emulator: FlagsmithEmulator | undefined;

  afterEach(async () => {
    await emulator?.stop();
    emulator = undefined;
  });

  test.each(scenarios)("%s", async (scenario, options) => {
    emulator = await startFlagsmithEmulator({ ...RECORDED, ...options });
    const problems = await replay(readRecording(scenario), emulator);
    expect(problems.join("\n")).toBe("");
  });

  test("throttled", async () => {
    let now = Date.parse("2026-11-21T12:00:00Z");
    emulator = await startFlagsmithEmulator({ ...RECORDED, budget: 5, clock: () => new Date(now) });
    // The recorded server took two seconds for the first five requests, and one more for the sixth.
    const problems = await replay(readRecording("throttled"), emulator, (index) => {
      now += index === 5 ? 2000 : index === 6 ? 1000 : 0;
    });
    expect(problems.join("\n")).toBe("");
  });
});
