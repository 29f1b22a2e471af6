import type { FlagsmithEmulator } from "../../../src/emulator/flagsmith/emulator";
import type { Person } from "../../../src/serving/person";
import { ofSdk, openSdk, type Served, type Traits } from "../../emulator/flagsmith/official-client";
import { madeOfFlagsmith } from "../../support/emulated-platforms";
import { type Leaf, sdkDiffers } from "./flagsmith-differing";
import type { VendorEngine } from "./vendor-engine";

interface Rule {
  readonly conditions: readonly Leaf[];
  readonly rules: readonly Rule[];
}
interface Document {
  readonly project: {
    readonly segments: readonly {
      readonly rules: readonly Rule[];
      readonly feature_states: readonly { readonly feature: { readonly name: string } }[];
    }[];
  };
  readonly identity_overrides: readonly { readonly identifier: string }[];
}

/** The engine of flagsmith-nodejs, evaluating the environment's document by itself. */
export async function openFlagsmith(server: FlagsmithEmulator): Promise<VendorEngine> {
  const made = server.write("POST", "/api/v1/environments/production-key/api-keys/", { name: "sdk" });
  const { key } = JSON.parse(made.body) as { key: string };
  const answer = await fetch(`${server.url}/api/v1/environment-document/`, { headers: { "X-Environment-Key": key } });
  const document = (await answer.json()) as Document;
  const sdk = openSdk(server.url, key, { enableLocalEvaluation: true });
  const overridden = new Set(document.identity_overrides.map(({ identifier }) => identifier));
  const differs = (flag: string, { identity, traits }: Person): boolean => {
    const segments = document.project.segments.filter((each) =>
      each.feature_states.some(({ feature }) => feature.name === flag),
    );
    return segments.some(({ rules }) =>
      leavesOf(rules).some((leaf) => sdkDiffers(leaf, valueOf(leaf, identity, traitsOf(traits)))),
    );
  };
  return {
    async serve(flag, person) {
      const traits = traitsOf(person.traits);
      const identity = person.identity ?? "";
      // The SDK forgets traits that are false of those who have overrides.
      const forgets = overridden.has(identity) && Object.values(traits).includes(false);
      if (forgets || differs(flag, person)) return undefined;
      const served: Served = ofSdk(await sdk.getIdentityFlags(identity, { ...traits }));
      const found = served[flag];
      if (!found) throw new Error(`the SDK has no flag ${flag}`);
      return { served: madeOfFlagsmith(found.enabled, found.value) };
    },
    close: () => sdk.close(),
  };
}

function leavesOf(rules: readonly Rule[]): readonly Leaf[] {
  return rules.flatMap((each) => [...each.conditions, ...leavesOf(each.rules)]);
}

function valueOf({ property_: property }: Leaf, identity: string | null, traits: Traits): Traits[string] | undefined {
  return property === "$.identity.identifier" ? (identity ?? "") : traits[property ?? ""];
}

/** As the server stores them: text that looks like a number is one. */
function traitsOf(traits: Person["traits"]): Traits {
  const stored = Object.entries(traits).flatMap(([name, value]) =>
    Array.isArray(value) ? [] : [[name, /^-?[0-9]+(?:\.[0-9]+)?$/.test(String(value)) ? Number(value) : value] as const],
  );
  return Object.fromEntries(stored) as Traits;
}
