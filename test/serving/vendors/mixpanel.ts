import type { MixpanelEmulator } from "../../../src/emulator/mixpanel/emulator";
import { matchesDefinition } from "../../../src/emulator/mixpanel/evaluation/segment-match";
import type { Cohort } from "../../../src/emulator/mixpanel/store/records";
import type { Person } from "../../../src/serving/person";
import { definitionsOf, openLocalProvider } from "../../emulator/mixpanel/official-engine";
import { FALLBACK } from "../../support/emulated-platforms";
import { answerOf, type VendorEngine } from "./vendor-engine";

interface Group {
  readonly cohort_definition?: Readonly<Record<string, unknown>>;
}
interface Definition {
  readonly ruleset: { readonly rollout: readonly Group[] };
}
type ListedCohort = Pick<Cohort, "id"> & Readonly<Record<"selector" | "behaviors" | "groups", unknown>>;

/**
 * Mixpanel's SDK for Node. It leaves cohorts to the server: who is in one is the emulator's word, and the engine is given the groups
 * of other people as closed, so that each group keeps its place.
 */
export async function openMixpanel(server: MixpanelEmulator): Promise<VendorEngine> {
  const production = server.planted.projects.find(({ name }) => name === "production");
  const definitions = await definitionsOf(server.url, production?.token ?? "");
  const path = `/api/app/projects/${String(production?.id)}/cohorts`;
  const { results } = answerOf<{ results: readonly ListedCohort[] }>(server, path);
  const cohorts = new Map(results.map((each) => [each.id, cohortOf(each)]));
  const provider = openLocalProvider();
  return {
    serve(flag, person) {
      const definition = definitions.get(flag) as Definition | undefined;
      provider.flagDefinitions = new Map(definition ? [[flag, closedTo(definition, person, cohorts)]] : []);
      const context = { distinct_id: person.identity, custom_properties: person.traits };
      const answer = provider.getVariant(flag, { variant_value: FALLBACK }, context, false);
      return Promise.resolve({ served: answer.variant_value });
    },
    close: () => Promise.resolve(),
  };
}

function closedTo(definition: Definition, person: Person, cohorts: ReadonlyMap<number, Cohort>): Definition {
  const candidate = { id: person.identity ?? "", profile: person.traits, cohorts };
  const rollout = definition.ruleset.rollout.map((group) => {
    const { cohort_definition: cohort } = group;
    return cohort === undefined || matchesDefinition(cohort, candidate) ? group : { ...group, rollout_percentage: 0 };
  });
  return { ...definition, ruleset: { ...definition.ruleset, rollout } };
}

/** As the API tells it: the definition is beside the name. */
function cohortOf({ id, selector, behaviors, groups }: ListedCohort): Cohort {
  return { id, members: null, definition: { selector, behaviors, groups } } as unknown as Cohort;
}
