import { z } from "zod";
import type { Actor, ChangePermissions, DataExportPermissions } from "../../store/records";
import type { Store } from "../../store/store";
import { invalid } from "../../wire/api-error";

const actor = z.strictObject({
  id: z.string().min(1),
  name: z.string().optional(),
  type: z.enum(["user", "group", "api_key"]),
});

/** Omitted members get their defaults: an object that lists only some resets the others. */
export const changePermissions = z.strictObject({
  allowKills: z.boolean().default(false),
  areApprovalsRequired: z.boolean().default(false),
  areApproversRestricted: z.boolean().default(false),
  approvers: z.array(actor).default([]),
  areEditorsRestricted: z.boolean().default(false),
  editors: z.array(actor).default([]),
  approvalSkippableBy: z.array(actor).default([]),
});

export const dataExportPermissions = z.strictObject({
  areExportersRestricted: z.boolean().default(false),
  exporters: z.array(actor).default([]),
});

export const ADMINISTRATORS = "Administrators";

/** Users of a Harness account are managed there: any id is accepted. */
export function checkPermissions(
  store: Store,
  change: ChangePermissions,
  exporting: DataExportPermissions,
  harness: boolean,
): void {
  if (!harness) checkActors(store, change, exporting);
  if (change.approvalSkippableBy.length > 0 && !change.areApprovalsRequired && !change.areApproversRestricted) {
    throw invalid("approvalSkippableBy needs areApprovalsRequired or areApproversRestricted");
  }
}

function checkActors(store: Store, change: ChangePermissions, exporting: DataExportPermissions): void {
  for (const each of [...change.approvers, ...change.editors, ...exporting.exporters]) checkActor(store, each);
  for (const each of change.approvalSkippableBy) {
    if (each.type !== "group" || store.tables.groups.get(each.id)?.name !== ADMINISTRATORS) {
      throw invalid("approvalSkippableBy takes only the Administrators group");
    }
  }
}

function checkActor(store: Store, { id, type }: Actor): void {
  const { users, groups, apiKeys } = store.tables;
  const known = type === "user" ? users.has(id) : type === "group" ? groups.has(id) : apiKeys.has(id);
  if (!known) throw invalid(`There is no ${type} ${id}`);
}
