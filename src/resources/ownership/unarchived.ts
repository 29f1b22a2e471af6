import { getOwn } from "../../get-own";
import { findById } from "../../platforms/adapter/lists/names";
import type { Project } from "../../platforms/port/named";
import { PlatformError } from "../../platforms/port/platform-error";
import { same, whereKnown } from "../common/known";
import type { Given } from "../parents/known-parents";
import type { Client } from "../run/client";

/** Attributes that do not affect what is served. */
const NOT_WRITTEN = new Set(["on_destroy", "adopt_existing", "revision", "scope", "id"]);

/**
 * Where an archived flag is not served, it cannot be changed either: neither a flag that is archived, nor one that this run
 * archives.
 */
export async function requireUnarchived(
  prior: object | null,
  values: { readonly [name: string]: unknown },
  project: Project,
  { platform, flags }: Pick<Client, "platform" | "flags">,
): Promise<void> {
  if (platform.servesArchived || (prior !== null && same(served(prior), served(values)))) return;
  const given = (name: string): Given => (getOwn(values, name) ?? null) as Given;
  const id = whereKnown(given("flag_id")) ?? null;
  const key = whereKnown(given("flag")) ?? null;
  const planned = flags.of(given("project"), given("flag"), given("flag_id"))?.archived;
  if (!(planned ?? (await isListedArchived()))) return;
  throw new PlatformError({
    code: "archived",
    attempted: `define what flag ${key ?? `id:${id ?? "?"}`} serves in environment ${whereKnown(given("environment")) ?? "?"}`,
    reason: `the flag ${planned === true ? "is to be archived" : "is archived"}, and ${platform.title} accepts no changes to an archived flag`,
    nextStep:
      "Set archived = false on the flag, and archive it with a later apply. What exists in an archived flag can be imported.",
    subject: "flag",
  });

  async function isListedArchived(): Promise<boolean> {
    if (id === null && key === null) return false;
    const all = await platform.flags.list(project);
    const listed = findById(all, id) ?? (id === null ? all.find(({ name }) => name === key) : undefined);
    return listed?.archived === true;
  }
}

function served(values: object): object {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !NOT_WRITTEN.has(name)));
}
