import type { Serve } from "../model/audience";
import type { Named } from "./named";
import type { DefinitionSettings } from "../model/settings";
import type { TargetingRule } from "../model/targeting-rule";
import type { Variant } from "../model/variant";

/** What is to be of an audience. What is absent is not touched. */
export interface AudienceChange {
  readonly enabled?: boolean;
  readonly serve?: Serve;
}

/** What a resource wants changed in a definition. What is absent is not touched. */
export type Edit =
  | (AudienceChange & {
      readonly kind: "set-default";
      /** All that the resource says of it: where "on" and "off" are variants, one is nothing without the other. */
      readonly whole?: AudienceChange;
    })
  | { readonly kind: "set-killed"; readonly killed: boolean }
  | { readonly kind: "set-when-off"; readonly variant: string }
  /** The exact set, for platforms that keep variants in the definition. One that is still in use goes with its last use. */
  | { readonly kind: "set-variants"; readonly variants: readonly Variant[] }
  /** The exact list; `refuse` fails instead, before the first write, if there is one that the list lacks. */
  | { readonly kind: "set-rules"; readonly rules: readonly TargetingRule[]; readonly unlisted: "remove" | "refuse" }
  | { readonly kind: "set-settings"; readonly settings: DefinitionSettings }
  | (AudienceChange & {
      readonly kind: "put-segment-override";
      readonly segment: Named;
      /** Absent: keeps its place, or goes last where it is new. */
      readonly priority?: number;
      /**
       * The caller saw the override there (it is in the state), so that it needs no look first, and what is stated above is
       * what differs. This is all that it is to have, should somebody have removed it meanwhile. Absent: nobody knows
       * whether it is there.
       */
      readonly whole?: WholeOverride;
      /** It may be there as it is to be, or may have been removed a moment ago: it takes a look first, and nothing may be to be sent. */
      readonly again?: true;
    })
  | (Removal & { readonly kind: "remove-segment-override"; readonly segment: Named })
  /** Removes every segment override that is not listed; `refuse` fails instead, before the first write, if there is one. */
  | {
      readonly kind: "keep-only-segment-overrides";
      readonly segments: readonly Named[];
      readonly unlisted: "remove" | "refuse";
    }
  /** The three below: only where identity overrides are part of the definition (see identity-edits.ts). */
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
  /** Asked last thing before it is written: whether somebody has put the thing meanwhile, so that it must stay. */
  readonly unless?: () => boolean;
}

export interface WholeOverride extends AudienceChange {
  readonly priority?: number;
}

/** Whether nothing is to be put or set: such edits ask for nothing where there is nothing. */
export function onlyRemove(edits: readonly Edit[]): boolean {
  return edits.length > 0 && edits.every(({ kind }) => kind.startsWith("remove-") || kind.startsWith("keep-only-"));
}
