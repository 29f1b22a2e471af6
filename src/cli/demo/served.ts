import type { FlagsmithEmulator } from "../../emulator/flagsmith/emulator";

/** What applications get, requested as an SDK does it. */

const PEOPLE = [
  { identifier: "user-42", traits: { country: "DE" }, about: "user-42, overridden by name" },
  { identifier: "anna", traits: { country: "GB" }, about: "anna, from Great Britain" },
  { identifier: "bob", traits: { country: "US" }, about: "bob, from elsewhere" },
];

/** A table of three users in each environment. */
export async function servedTable(
  emulator: FlagsmithEmulator,
  keys: ReadonlyMap<string, string>,
  flag: string,
): Promise<string> {
  const rows = [["", ...keys.keys()]];
  for (const { identifier, traits, about } of PEOPLE) {
    const row = [about];
    for (const key of keys.values()) row.push(await served(emulator, key, identifier, traits, flag));
    rows.push(row);
  }
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  return rows
    .map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("   ")}`.trimEnd())
    .join("\n");
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
  if (!state) return "no such flag";
  return `${state.enabled ? "on " : "off"} ${JSON.stringify(state.feature_state_value)}`;
}
