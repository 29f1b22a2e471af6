import { isUnknown, type Unknown } from "../../terraform/value";
import type { Given } from "./known-parents";

interface Stated {
  readonly flagsmith: { readonly minimum_change_request_approvals: Given } | Unknown | null;
}

/**
 * Which environments will only accept changes with an approval, and which projects will do so for segments, from the plans
 * of this process: the platform's current setting may have changed by the time of a write.
 */
export class PlannedApprovals {
  /** By id. */
  readonly #changing = new Set<string>();
  /** Environments that are to be created, by project and name. */
  readonly #making = new Map<string, boolean>();

  /** An update: the order between it and its children is unknown. */
  change(prior: Stated & { readonly id: string | null }, planned: Stated): void {
    const wanted = settingOf(planned);
    if (prior.id !== null && wanted !== null && wanted !== settingOf(prior)) this.#changing.add(prior.id);
  }

  isChanging(id: string): boolean {
    return this.#changing.has(id);
  }

  make(planned: Stated & { readonly project: Given; readonly name: Given }): void {
    const { project, name } = planned;
    const wanted = settingOf(planned);
    if (typeof name !== "string" || isUnknown(project) || typeof wanted !== "string") return;
    this.#making.set(keyOf(project, name), wanted !== "off");
  }

  /** Undefined if none with this name is created, or the setting is not set. */
  ofMade(project: string | null, name: string): boolean | undefined {
    return this.#making.get(keyOf(project, name));
  }
}

function settingOf({ flagsmith }: Stated): Given {
  return flagsmith === null || isUnknown(flagsmith) ? flagsmith : flagsmith.minimum_change_request_approvals;
}

function keyOf(project: string | null, name: string): string {
  return JSON.stringify([project, name.toLowerCase()]);
}
