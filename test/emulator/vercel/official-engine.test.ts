import { evaluateFlag } from "../../../src/emulator/vercel/evaluation/serve";
import { readOptions } from "../../../src/emulator/vercel/options";
import { plantSeed } from "../../../src/emulator/vercel/seed";
import { Store } from "../../../src/emulator/vercel/store/store";
import { fc, runs } from "../../support/fast-check";
import { OfficialEngine } from "./official-engine";
import { NOW, worlds } from "./official-worlds";

const RUNS = runs(150);

beforeEach(() => {
  // The vendor's evaluation asks the clock itself, and tells the console of expressions that are none.
  jest.spyOn(Date, "now").mockReturnValue(NOW);
  jest.spyOn(console, "error").mockReturnValue();
});
afterEach(() => {
  jest.restoreAllMocks();
});

test(
  "the emulator serves what the vendor's evaluation serves, for whole flags with their segments",
  () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(worlds, (world) => {
        const store = new Store({ id: "team_1", slug: "acme" }, () => new Date(NOW));
        const { flag: given, segments: data, people } = world;
        plantSeed(store, readOptions({}), { projects: [{ name: "shop", flags: [given], segments: data }] });
        const [flag] = store.tables.flags.values();
        if (!flag) throw new Error("the seed makes one flag");
        const engine = new OfficialEngine(flag, [...store.tables.segments.values()]);
        for (const environment of ["production", "preview", "development"]) {
          for (const entities of people) {
            const own = evaluateFlag(flag, environment, { entities, segments: store.tables.segments, now: NOW });
            const shown = own.reason === "error" ? { variantId: own.variantId, reason: own.reason } : own;
            expect({ environment, entities, ...shown }).toEqual({
              environment,
              entities,
              ...engine.evaluate(environment, entities),
            });
            seen.add(own.reason === "error" ? own.reason : `${own.reason} ${own.outcomeType}`);
          }
        }
      }),
      { numRuns: RUNS },
    );
    // Had a way to be served never been taken, it would not have been compared.
    const ways = ["fallthrough", "rule_match"].flatMap((each) =>
      ["rollout", "split", "value"].map((one) => `${each} ${one}`),
    );
    expect(seen).toEqual(new Set(["error", ...ways, "paused value", "target_match value"]));
  },
  Math.max(60_000, RUNS * 400),
);
