/** What a platform can do. Anything else is refused at plan, with the nearest alternative. */
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
  /** `variants` on a flag, and `serve.variant`. */
  readonly variants: Capability;
  /** `variants` on a definition: it has its own. */
  readonly definitionVariants: Capability;
  /** `serve.split`. */
  readonly splits: Capability;
  /** `serve.split` of a boolean flag, between `on` and `off`. */
  readonly booleanSplits: Capability;
  /** `serve.rollout`: from one variant to another by time. */
  readonly rollouts: Capability;
  /** `priority` on a segment override. */
  readonly priorities: Capability;
  /** Creating, changing and removing environments. */
  readonly environments: Capability;
  /** `archived` on a flag, and `on_destroy = "archive"`. */
  readonly archive: Capability;
  /** Identities listed in a segment. */
  readonly segmentIdentities: Capability;
  /** Conditions in a segment. */
  readonly segmentRules: Capability;
}

export const CAN: Capability = { can: true };

export function cannot(nearest: string): Capability {
  return { can: false, nearest };
}
