import type { MixpanelEmulator } from "../../../src/emulator/mixpanel/emulator";
import { startMixpanelEmulator } from "../../../src/emulator/mixpanel/emulator";
import { fc, runs } from "../../support/fast-check";
import { worlds } from "./official-worlds";

const RUNS = runs(150);

/** The vendor's SDK for Node as it evaluates by itself, given the definitions that it would have fetched. */
interface LocalProvider {
  flagDefinitions: ReadonlyMap<string, unknown>;
  getVariant(
    key: string,
    fallback: object,
    context: object,
    reportExposure: boolean,
  ): { readonly variant_key?: string; readonly variant_value: unknown; readonly variant_source: string };
}
type Provider = new (token: string, config: object, tracker: () => void, logger: object) => LocalProvider;
// The emulator adds its operators to the same JsonLogic library, so the vendor's SDK gets an instance of its own.
const Local = isolated(() => jest.requireActual<Provider>("mixpanel/lib/flags/local_flags"));

let emulator: MixpanelEmulator;
beforeAll(async () => {
  emulator = await startMixpanelEmulator();
});
afterAll(() => emulator.stop());

test(
  "the emulator serves what the vendor's SDK for Node serves by itself, from the definitions that it is given",
  async () => {
    const provider = new Local("token", { enable_polling: false }, () => undefined, { warn: () => 0, error: () => 0 });
    const seen = new Set<string>();
    let project = 0;
    await fc.assert(
      fc.asyncProperty(worlds, async ({ flag, contexts }) => {
        const name = `Project ${String(++project)}`;
        const token = emulator.seed({ projects: [{ name, flags: [flag] }] }).projects[0]?.token ?? "";
        provider.flagDefinitions = await definitionsOf(token);
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

async function definitionsOf(token: string): Promise<Map<string, unknown>> {
  const authorization = `Basic ${Buffer.from(`${token}:`).toString("base64")}`;
  const response = await fetch(`${emulator.url}/flags/definitions`, { headers: { authorization } });
  expect(response.status).toBe(200);
  const { flags } = (await response.json()) as { flags: readonly { readonly key: string }[] };
  return new Map(flags.map((each) => [each.key, each]));
}

function isolated<T>(load: () => T): T {
  let loaded: T | undefined;
  jest.isolateModules(() => {
    loaded = load();
  });
  if (loaded === undefined) throw new Error("nothing was loaded");
  return loaded;
}
