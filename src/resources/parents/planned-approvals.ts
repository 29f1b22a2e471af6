import { isUnknown, type Unknown } from "../../terraform/value";

type Given = string | Unknown | null;

interface Stated {
  readonly flagsmith: { readonly minimum_change_request_approvals: Given } | Unknown | null;
}

/**
 * What plans of this process make of whether an environment takes changes of flags by approval only, or a project those of segments: what the
 * platform says of it now need not hold any more when it is its turn.
 */
export class PlannedApprovals {
  /** By id. */
  readonly #changing = new Set<string>();
  /** Of environments that are to be made, by project and name. */
  readonly #making = new Map<string, boolean>();

  /** An update: whether what hangs on it comes before it or after it nobody can tell. */
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

  /** Undefined where none of this name is made, or nothing is said of it. */
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
