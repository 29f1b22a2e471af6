/** What a platform can do. What it cannot is refused at plan with the nearest thing that would work. */
export type Capability = { readonly can: true } | { readonly can: false; readonly nearest: string };

export interface Capabilities {
  /** `killed` on a definition: an emergency switch that stops overrides too. */
  readonly killed: Capability;
  /** `when_off` on a definition. */
  readonly whenOff: Capability;
  /** Targeting rules inside a definition. */
  readonly rules: Capability;
  /** `serve.value`: any value per environment, not only a variant's. */
  readonly freeValues: Capability;
  /** `variants` on a flag or definition, and `serve.variant`. */
  readonly variants: Capability;
  /** `serve.split`. */
  readonly splits: Capability;
  /** `priority` on a segment override. */
  readonly priorities: Capability;
  /** Identities listed in a segment. */
  readonly segmentIdentities: Capability;
  /** Conditions in a segment. */
  readonly segmentRules: Capability;
}

export const CAN: Capability = { can: true };

export function cannot(nearest: string): Capability {
  return { can: false, nearest };
}
