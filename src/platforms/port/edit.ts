import type { Serve } from "../model/audience";
import type { DefinitionSettings } from "../model/settings";
import type { TargetingRule } from "../model/targeting-rule";
import type { Variant } from "../model/variant";
import type { Named } from "./named";

/** The wanted state of an audience. Absent members are not changed. */
export interface AudienceChange {
  readonly enabled?: boolean;
  readonly serve?: Serve;
}

/** A change that a resource wants in a definition. Absent members are not changed. */
export type Edit =
  | (AudienceChange & {
      readonly kind: "set-default";
      /** The resource's complete settings: if "on" and "off" are variants, a part alone has no meaning. */
      readonly whole?: AudienceChange;
    })
  | { readonly kind: "set-killed"; readonly killed: boolean }
  | { readonly kind: "set-when-off"; readonly variant: string }
  /** The exact set, for platforms that keep variants in the definition. One that is still in use is removed with its last use. */
  | { readonly kind: "set-variants"; readonly variants: readonly Variant[] }
  /** The exact list; `refuse` fails before the first write if there is a rule that is not listed. */
  | { readonly kind: "set-rules"; readonly rules: readonly TargetingRule[]; readonly unlisted: "remove" | "refuse" }
  | { readonly kind: "set-settings"; readonly settings: DefinitionSettings }
  | (AudienceChange & {
      readonly kind: "put-segment-override";
      readonly segment: Named;
      /** Absent: keeps its priority; a new one goes last. */
      readonly priority?: number;
      /**
       * The caller knows the override (it is in the state), so it needs no read first, and the members above are
       * the differences. This is the complete override, in case somebody removed it in the meantime. Absent: it is unknown
       * whether it exists.
       */
      readonly whole?: WholeOverride;
      /** Priorities of other overrides of the same configuration, by segment id: they keep them, whoever else has to move. */
      readonly keeping?: ReadonlyMap<string, number>;
      /** It may already be as wanted, or may just have been removed: it is read first, and possibly nothing is sent. */
      readonly again?: true;
    })
  | (Removal & { readonly kind: "remove-segment-override"; readonly segment: Named })
  /** Removes every segment override that is not listed; `refuse` fails before the first write if there is one. */
  | {
      readonly kind: "keep-only-segment-overrides";
      readonly segments: readonly Named[];
      readonly unlisted: "remove" | "refuse";
    }
  /** The three below: only if identity overrides are part of the definition (see identity-edits.ts). */
  | (AudienceChange & {
      readonly kind: "put-identity-override";
      readonly identifier: string;
      readonly whole?: AudienceChange;
    })
  | (Removal & { readonly kind: "remove-identity-override"; readonly identifier: string })
  /** As `keep-only-segment-overrides`. */
  | {
      readonly kind: "keep-only-identity-overrides";
      readonly identifiers: readonly string[];
      readonly unlisted: "remove" | "refuse";
    };

export interface Removal {
  /** Called just before the write: whether somebody has put it again in the meantime, so that it must stay. */
  readonly unless?: () => boolean;
  /** Others write overrides of the unit too: it goes by the platform's own delete, not by a write of all overrides. */
  readonly alone?: true;
}

export interface WholeOverride extends AudienceChange {
  readonly priority?: number;
}

/** Whether all edits are removals: they succeed if there is nothing to remove. */
export function onlyRemove(edits: readonly Edit[]): boolean {
  return edits.length > 0 && edits.every(({ kind }) => kind.startsWith("remove-") || kind.startsWith("keep-only-"));
}
