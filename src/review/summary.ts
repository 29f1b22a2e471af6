import { percentText } from "./change/answer-document";
import type { EnvironmentChange, PersonaChange, ResourceNote, Review, ReviewDanger } from "./document";
import { quote } from "./words";

export function summaryOf(
  environments: readonly EnvironmentChange[],
  dangers: readonly ReviewDanger[],
  resources: readonly ResourceNote[],
  people: readonly PersonaChange[],
  hasFlags: boolean,
): Review["summary"] {
  const flags = environments.flatMap((each) => each.flags);
  const unknown = flags.filter((each) => each.moved_percent === null).length;
  const known = flags.flatMap((each) =>
    each.moved_percent === null || each.moved_percent === 0 ? [] : [each.moved_percent],
  );
  const most = known.length > 0 ? Math.max(...known) : null;
  const counts = { dangers: dangers.length, changes: flags.length, unknown };
  const parts = [
    ...(dangers.length > 0 ? [count(dangers.length, "danger")] : []),
    ...(flags.length > 0 ? [changesText(environments, flags.length)] : []),
    ...(most === null ? [] : [`up to ${percentText(most)} of users move`]),
    ...(unknown > 0 ? [`of ${String(unknown)} the share is unknown`] : []),
    ...(flags.length === 0 && resources.length > 0
      ? [`${count(resources.length, "resource")} without effect on what is served`]
      : []),
  ];
  const nothing = parts.length === 0 && people.length === 0;
  const text = !hasFlags ? "This plan has no flags." : nothing ? "Nothing changes for anybody." : `${parts.join("; ")}.`;
  return { text: capitalized(text), has_flags: hasFlags, ...counts, most_moved_percent: most };
}

function changesText(environments: readonly EnvironmentChange[], total: number): string {
  const each = environments.map(({ name, flags }) => `${String(flags.length)} in ${quote(name)}`).join(", ");
  return `${count(total, "change")} (${each})`;
}

export function count(number: number, noun: string): string {
  return `${String(number)} ${noun}${number === 1 ? "" : "s"}`;
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
