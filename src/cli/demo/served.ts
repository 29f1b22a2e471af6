import type { FlagsmithEmulator } from "../../emulator/flagsmith/emulator";

/** What applications get, requested as an SDK does it. */

const PEOPLE = [
  { person: "user-42", traits: { country: "DE" }, about: "overridden by name" },
  { person: "anna", traits: { country: "GB" }, about: "from Great Britain" },
  { person: "bob", traits: { country: "US" }, about: "from elsewhere" },
];

/** Each person in each environment: "on 100", "off 10", or "no flag". */
export type Served = readonly {
  readonly person: string;
  readonly about: string;
  readonly environment: string;
  readonly value: string;
}[];

export async function readServed(
  emulator: FlagsmithEmulator,
  keys: ReadonlyMap<string, string>,
  flag: string,
): Promise<Served> {
  const rows = PEOPLE.flatMap((each) => [...keys].map(([environment, key]) => ({ ...each, environment, key })));
  return Promise.all(
    rows.map(async ({ person, about, environment, traits, key }) => {
      const value = await served(emulator, key, person, traits, flag);
      return { person, about, environment, value };
    }),
  );
}

/** A row for each person, a column for each moment. */
export function moments(environment: string, columns: ReadonlyMap<string, Served>): string[][] {
  const rows = PEOPLE.map(({ person }) => [
    person,
    ...[...columns.values()].map(
      (served) => served.find((each) => each.person === person && each.environment === environment)?.value ?? "",
    ),
  ]);
  return [[environment, ...columns.keys()], ...rows];
}

async function served(
  emulator: FlagsmithEmulator,
  environmentKey: string,
  identifier: string,
  traits: Readonly<Record<string, string>>,
  flag: string,
): Promise<string> {
  const response = await fetch(`${emulator.url}/api/v1/identities/`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-environment-key": environmentKey },
    body: JSON.stringify({
      identifier,
      // Transient: evaluated, not stored.
      transient: true,
      traits: Object.entries(traits).map(([trait_key, trait_value]) => ({ trait_key, trait_value })),
    }),
  });
  const answer = (await response.json()) as {
    flags: { feature: { name: string }; enabled: boolean; feature_state_value: unknown }[];
  };
  const state = answer.flags.find((each) => each.feature.name === flag);
  if (!state) return "no flag";
  return `${state.enabled ? "on" : "off"} ${JSON.stringify(state.feature_state_value)}`;
}
