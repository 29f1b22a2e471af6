import type { Flag } from "../../port/flag";
import type { FlagAnswer } from "../api/answers";
import { fromWire, isGate } from "./flag-variants";

/** What one environment's project has of a flag. */
export interface Copy {
  readonly project: string;
  /** The environment's name. */
  readonly environment: string;
  readonly flag: FlagAnswer;
}

/**
 * The copies of one key as one flag, the oldest first. Where somebody changed one of them, or an apply ended in between, it says so
 * in words that no configuration has: the next apply makes them alike.
 */
export function toFlag(copies: readonly Copy[]): Flag {
  const [first] = copies;
  if (!first) throw new Error("a flag without a copy");
  const { flag, project } = first;
  const { variants } = flag.ruleset;
  const [value] = variants;
  const type = isGate(variants) ? "boolean" : value && fromWire(value.value).kind;
  const dataGroup = flag.data_group_id === null ? {} : { dataGroup: String(flag.data_group_id) };
  const servingMethod = inAll(copies, ({ serving_method: method }) => method);
  return {
    id: `${project}:${flag.id}:${flag.key}`,
    name: flag.key,
    createdAt: flag.created,
    description: inAll(copies, ({ description }) => description ?? ""),
    tags: tagsOf(copies),
    archived: archivedIn(copies),
    initial: { enabled: false, value: null },
    ...(type !== undefined && { type }),
    settings: { mixpanel: { context: flag.context, servingMethod, ...dataGroup } },
  };
}

/** Whether they say the same of the flag. */
export function areAlike(copies: readonly Copy[]): boolean {
  const [first, ...others] = copies.map((copy) => {
    const { description, tags, archived, settings } = toFlag([copy]);
    return JSON.stringify([description, tags, archived, settings?.mixpanel?.servingMethod]);
  });
  return others.every((each) => each === first);
}

/** What all of them have, or who has what: "old (production), new (preview)". */
function inAll(copies: readonly Copy[], pick: (flag: FlagAnswer) => string): string {
  const [first = "", ...others] = copies.map(({ flag }) => pick(flag));
  if (others.every((each) => each === first)) return first;
  return copies.map(({ environment, flag }) => `${pick(flag)} (${environment})`).join(", ");
}

function tagsOf(copies: readonly Copy[]): string[] {
  const all = [...new Set(copies.flatMap(({ flag }) => flag.tags))].sort();
  return all.map((tag) => {
    const without = copies.filter(({ flag }) => !flag.tags.includes(tag));
    return without.length === 0 ? tag : `${tag} (not in ${without.map(({ environment }) => environment).join(", ")})`;
  });
}

function archivedIn(copies: readonly Copy[]): boolean | null {
  const archived = copies.filter(({ flag }) => flag.status === "archived");
  return archived.length === copies.length ? true : archived.length === 0 ? false : null;
}
