import type { FlagValueKind } from "../platforms/flag-value";
import type { Platform } from "../platforms/platform";
import { isUnknown, type Unknown } from "../terraform/value";
import type { Claims } from "./claims";

/** What `configure` makes and every handler gets: the platform, and what resources do that leave it open. */
export interface Client {
  readonly platform: Platform;
  readonly defaults: Defaults;
  /** Types of the flags planned in this process, so that a value of another type is refused at plan. */
  readonly flagTypes: FlagTypes;
  /** Who owns what in this run. */
  readonly claims: Claims;
}

export interface Defaults {
  readonly flagOnDestroy: FlagOnDestroy;
  readonly definitionOnDestroy: DefinitionOnDestroy;
  readonly deletionProtection: boolean;
  readonly adoptExisting: boolean;
}

export type FlagOnDestroy = "delete" | "archive" | "keep";
export type DefinitionOnDestroy = "keep" | "disable" | "reset";

/** Flag types by project reference and key. Plans of a definition come after its flag's wherever it refers to it. */
export class FlagTypes {
  readonly #types = new Map<string, FlagValueKind>();

  remember(project: string | null, key: string, type: FlagValueKind): void {
    this.#types.set(JSON.stringify([project, key]), type);
  }

  /** Undefined where the flag is not planned here, or which one it is cannot be known yet. */
  of(project: string | Unknown | null, key: string | Unknown): FlagValueKind | undefined {
    if (isUnknown(project) || isUnknown(key)) return undefined;
    return this.#types.get(JSON.stringify([project, key]));
  }
}
