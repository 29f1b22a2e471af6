import type { PlatformName } from "../../resources/provider/provider-attributes";
import { bodyAt, type Inventory, nameOf, NOUNS } from "../inventory/adopted";
import type { Move } from "./move";

/** Settings that decide what is served, and are carried over in another way; and those that only say how something is created. */
const ELSEWHERE: Readonly<Record<PlatformName, readonly string[]>> = {
  flagsmith: ["flag", "flag_id", "initial_enabled", "initial_value", "create_tags"],
  split: ["traffic_allocation", "traffic_type", "kind", "environments", "title", "comment"],
  vercel: ["excluded", "label", "seed", "reuse"],
  mixpanel: ["rollout_percentage"],
};

/** Lists what only the source has: its own settings, and what the lists could not show as configuration. */
export function noteSettings({ flags, segments, definitions }: Inventory, { from, losses }: Move): void {
  const bySetting = new Map<string, string[]>();
  for (const each of [...flags, ...segments, ...definitions]) {
    for (const note of each.notes) losses.lose(nameOf(each), leftOut(note));
    for (const name of Object.keys(bodyAt(each.body, from.name) ?? {})) {
      if (ELSEWHERE[from.name].includes(name)) continue;
      const key = `${NOUNS[each.type]}s: ${name}`;
      bySetting.set(key, [...(bySetting.get(key) ?? []), each.displayName]);
    }
  }
  for (const [key, names] of bySetting) {
    const [nouns = "", name = ""] = key.split(": ");
    const more = names.length > SHOWN ? ` and ${String(names.length - SHOWN)} more` : "";
    losses.note(nouns, `${name} is a setting of ${from.title} alone (${names.slice(0, SHOWN).join(", ")}${more}).`);
  }
}

/** What the lists say is about the platform where it stays; here it is about one where it is not. */
function leftOut(note: string): string {
  const [fact = ""] = note.split(" If the configuration sets ", 1);
  return fact.replace(/ stays (?:as it is, and is not managed|unmanaged, and as it is)/, " is left out");
}

const SHOWN = 3;
