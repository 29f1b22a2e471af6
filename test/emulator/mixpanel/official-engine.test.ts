import type { MixpanelEmulator } from "../../../src/emulator/mixpanel/emulator";
import { startMixpanelEmulator } from "../../../src/emulator/mixpanel/emulator";
import { fc, runs } from "../../support/fast-check";
import { definitionsOf, openLocalProvider } from "./official-engine";
import { worlds } from "./official-worlds";

const RUNS = runs(150);

let emulator: MixpanelEmulator;
beforeAll(async () => {
  emulator = await startMixpanelEmulator();
});
afterAll(() => emulator.stop());

test(
  "the emulator serves what the vendor's SDK for Node serves by itself, from the definitions that it is given",
  async () => {
    const provider = openLocalProvider();
    const seen = new Set<string>();
    let project = 0;
    await fc.assert(
      fc.asyncProperty(worlds, async ({ flag, contexts }) => {
        const name = `Project ${String(++project)}`;
        const token = emulator.seed({ projects: [{ name, flags: [flag] }] }).projects[0]?.token ?? "";
        provider.flagDefinitions = await definitionsOf(emulator.url, token);
        for (const context of contexts) {
          const served = emulator.evaluate({ project: name, flag: "banner", context, mode: "local", sdk: "node" });
          const own = served.kind === "variant" ? [served.key, served.value] : [undefined, "fallback"];
          const { variant_key: key, variant_value: value } = provider.getVariant(
            "banner",
            { variant_value: "fallback" },
            context,
            false,
          );
          expect({ context, served: own }).toEqual({ context, served: [key, value] });
          seen.add(served.kind === "variant" ? served.by : served.reason);
        }
      }),
      { numRuns: RUNS },
    );
    // Had a way to be served never been taken, it would not have been compared.
    const ways = ["test_user", "override", "split", "no rollout group matches", 'the context has no "company_id"'];
    expect(seen).toEqual(new Set(ways));
  },
  Math.max(60_000, RUNS * 400),
);
