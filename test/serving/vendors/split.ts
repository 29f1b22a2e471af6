import type { SplitEmulator } from "../../../src/emulator/split/emulator";
import type { Content, Membership, Treatment } from "../../../src/emulator/split/store/records";
import { type Defined, OfficialEngine } from "../../emulator/split/official-engine";
import { madeOfSplit } from "../../support/emulated-platforms";
import { answerOf, type VendorEngine } from "./vendor-engine";

const API = "/internal/api/v2";

type Listed = Omit<Partial<Content>, "treatments"> & {
  readonly name: string;
  readonly treatments: readonly (Partial<Treatment> & { readonly name: string })[];
};

/** @splitsoftware/splitio-commons. The API tells no seeds, so it has some of its own: shares are what they leave open. */
export function openSplit(server: SplitEmulator): VendorEngine {
  const [workspace] = server.planted.workspaces;
  const environment = workspace?.environments.find(({ name }) => name === "production")?.id ?? "";
  const inProduction = (what: string): string =>
    `${API}/${what}/ws/${workspace?.id ?? ""}/environments/${environment}?limit=50`;
  // Some lists are objects, some are arrays.
  const listed = <T>(what: string): readonly T[] => {
    const answer = answerOf<readonly T[] | { readonly objects: readonly T[] }>(server, inProduction(what));
    return "objects" in answer ? answer.objects : answer;
  };
  const flags = listed<Listed>("splits").map((each, index) => [each.name, definedOf(each, index)] as const);
  const ruled = listed<Membership & { name: string }>("rule-based-segments").map((each) => [each.name, each] as const);
  const keys = listed<{ name: string }>("segments").map(({ name }) => {
    const path = `${API}/segments/${environment}/${name}/keys?limit=100`;
    return [name, answerOf<{ keys: readonly { key: string }[] }>(server, path).keys.map(({ key }) => key)] as const;
  });
  const engine = new OfficialEngine(new Map(flags), new Map(ruled), new Map(keys));
  return {
    serve(flag, { identity, traits }) {
      const key = identity ?? "";
      return Promise.resolve({ served: madeOfSplit(engine.evaluate(flag, { key, bucketingKey: key, attributes: traits })) });
    },
    close: () => Promise.resolve(),
  };
}

/** Answers leave out what is empty. */
function definedOf(listed: Listed, index: number): Defined {
  const treatments = listed.treatments.map((each) => ({
    ...{ keys: [], segments: [], largeSegments: [], ruleBasedSegments: [] },
    ...each,
  }));
  const content = { rules: [], flagSets: [], ...listed, treatments } as unknown as Content;
  return { content, seed: 467_569_525 + index, allocationSeed: 1_252_392_550 - index };
}
