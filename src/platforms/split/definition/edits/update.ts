import { type Changeset, removingUnlisted } from "../../../adapter/edits/changeset";
import type { Document } from "../../document/document";
import { difference, type PatchOperation } from "../../document/patch";
import { hasValue } from "../../document/treatment-value";
import type { Applied, ApplyContext } from "./applied";
import { applyTo } from "./apply";

interface Renaming {
  readonly document: Document;
  readonly operations: readonly PatchOperation[];
}

/**
 * The variants alone do not show whether a treatment was renamed, or one was removed and another added. It is a rename if both have
 * the same value, and if nothing else that the batch changes of what is served remains after the rename. Then the treatment keeps its
 * targets, and everything that names it is renamed too.
 */
function renamed(live: Document, wanted: Changeset, context: ApplyContext): Renaming | undefined {
  const [before, ...otherGone] = live.treatments.filter(({ name }) => !wanted.variants?.some(({ key }) => key === name));
  const [after, ...otherNew] = (wanted.variants ?? []).filter(
    ({ key }) => !live.treatments.some(({ name }) => name === key),
  );
  if (!before || !after || otherGone.length > 0 || otherNew.length > 0) return undefined;
  if (!hasValue({ ...before, name: after.key }, after.value)) return undefined;
  const renaming = rename(live, before.name, after.key);
  const explained = difference(renaming.document, applyTo(renaming.document, wanted, context).document);
  if (explained.some(isOfServing)) return undefined;
  const plain = applyTo(live, wanted, context);
  // Without a rename, what no edit changes keeps the old name: for example a "when off" that is not managed.
  const isNeeded = plain.retiring.has(before.name) || difference(live, plain.document).some(isOfServing);
  return isNeeded ? renaming : undefined;
}

/** Whether an operation changes who gets what, and not only which treatments exist. */
function isOfServing({ path }: PatchOperation): boolean {
  return /^\/(rules|defaultRule|defaultTreatment|baselineTreatment|treatments\/\d+\/(keys|\w*[sS]egments))/.test(path);
}

function rename(live: Document, before: string, after: string): Renaming {
  const operations: PatchOperation[] = [];
  const follow = <T extends { readonly treatment: string }>(buckets: readonly T[], path: string): T[] =>
    buckets.map((bucket, index) => {
      if (bucket.treatment !== before) return bucket;
      operations.push({ op: "replace", path: `${path}/${index}/treatment`, value: after });
      return { ...bucket, treatment: after };
    });
  const rules = live.rules?.map((rule, index) => ({ ...rule, buckets: follow(rule.buckets, `/rules/${index}/buckets`) }));
  const treatments = live.treatments.map((treatment, index) => {
    if (treatment.name !== before) return treatment;
    operations.push({ op: "replace", path: `/treatments/${index}/name`, value: after });
    return { ...treatment, name: after };
  });
  const defaultRule = follow(live.defaultRule, "/defaultRule");
  const names = (["defaultTreatment", "baselineTreatment"] as const).filter((name) => live[name] === before);
  for (const name of names) operations.push({ op: "replace", path: `/${name}`, value: after });
  const document = {
    ...live,
    treatments,
    defaultRule,
    ...(rules && { rules }),
    ...Object.fromEntries(names.map((name) => [name, after])),
  };
  return { document, operations };
}

export interface Update extends Applied {
  readonly operations: readonly PatchOperation[];
}

/** The one patch for a batch; no operations: nothing changes. */
export function updateOf(live: Document, wanted: Changeset, context: ApplyContext): Update {
  const renaming = renamed(live, wanted, context);
  const base = renaming?.document ?? live;
  const applied = applyTo(base, wanted, context);
  return { ...applied, operations: [...(renaming?.operations ?? []), ...difference(base, applied.document)] };
}

/** Whether a definition that was just written lacks anything of the edits. */
export function lacks(document: Document, wanted: Changeset, context: ApplyContext): boolean {
  return updateOf(document, removingUnlisted(wanted), context).operations.length > 0;
}
