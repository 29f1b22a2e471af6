import { type Changeset, changesetOf } from "../../adapter/edits/changeset";
import type { Edit } from "../../port/edit";
import type { FlagSettings } from "../../port/flag";
import type { Named } from "../../port/named";

/** What one resource wants of a flag in one go. */
export type FlagOperation =
  | { readonly kind: "flag"; readonly changes: Partial<FlagSettings> }
  | { readonly kind: "edits"; readonly environment: Named; readonly edits: readonly Edit[] };

/** What a batch of operations comes to: one request, for everything of a flag is one document. */
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
