/** A value of a trait, as applications send it. */
export type TraitValue = string | number | boolean | readonly (string | number | boolean)[];

/** Somebody who asks for a flag. */
export interface Person {
  /** What identifies them (user, device, account); null: somebody whom no override and no condition names. */
  readonly identity: string | null;
  readonly traits: Readonly<Record<string, TraitValue>>;
  /** Memberships that are known from elsewhere: of segments that the world does not define. They win over the rules. */
  readonly segments?: Readonly<Record<string, boolean>>;
}

/** Somebody without a name, traits or memberships. */
export const ANYONE: Person = { identity: null, traits: {} };
