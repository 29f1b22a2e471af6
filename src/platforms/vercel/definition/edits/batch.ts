import { type Changeset, changesetOf } from "../../../adapter/edits/changeset";
import type { Edit } from "../../../port/edit";
import type { FlagSettings } from "../../../port/flag";
import type { Named } from "../../../port/named";

/** What one resource changes of a flag in one operation. */
export type FlagOperation =
  | { readonly kind: "flag"; readonly changes: Partial<FlagSettings> }
  | { readonly kind: "edits"; readonly environment: Named; readonly edits: readonly Edit[] };

/** All operations of a batch combined, for one request: a flag with all its environments is one document. */
export interface Batch {
  readonly flag: Partial<FlagSettings> | undefined;
  /** By the environment's name. */
  readonly environments: ReadonlyMap<string, Changeset>;
}

export function batchOf(operations: readonly FlagOperation[]): Batch {
  let flag: Partial<FlagSettings> | undefined;
  const edits = new Map<string, (readonly Edit[])[]>();
  for (const operation of operations) {
    if (operation.kind === "flag") {
      flag = { ...flag, ...operation.changes };
      continue;
    }
    const { name } = operation.environment;
    edits.set(name, [...(edits.get(name) ?? []), operation.edits]);
  }
  return { flag, environments: new Map([...edits].map(([name, each]) => [name, changesetOf(each)])) };
}

/** What a batch attempts, for messages. */
export function describeBatch(slug: string, { environments }: Batch): string {
  const names = [...environments.keys()];
  if (names.length === 0) return `update flag ${slug}`;
  return `update flag ${slug} in ${names.length === 1 ? "environment" : "environments"} ${names.join(", ")}`;
}

/** Whether the project's segments must be listed: rules name them, and so does the refusal of overrides that are not listed. */
export function needsSegments({ environments }: Batch): boolean {
  return [...environments.values()].some(({ rules, segments }) => rules !== undefined || segments.only?.refuse === true);
}
