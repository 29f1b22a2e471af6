import type { Diagnostic } from "./diagnostic";
import type { Logger } from "./logger";
import type { Attributes, Config, State } from "./schema";

/** A list of the existing objects of one resource type: `list` blocks and `terraform query`, of Terraform 1.14 and later. */
export interface ListResourceDefinition<A extends Attributes, C> {
  /** The type of the resource, which must have an identity. */
  readonly type: string;
  readonly description: string;
  /** What the `config` block of a list may contain. */
  readonly attributes: A;
  validate?(config: Config<A>): Diagnostic[];
  /** In the order that people should see. An error loses everything that was listed before it: warn of single objects. */
  list(config: State<A>, context: ListContext<C>): AsyncIterable<Listed>;
}

export interface ListContext<C> {
  readonly client: C;
  /** Aborted when Terraform has enough, or stops. */
  readonly signal: AbortSignal;
  readonly log: Logger;
  /** Whether whole states are needed. Otherwise the identity's parts are enough. */
  readonly isWhole: boolean;
}

export type Listed =
  | {
      readonly kind: "object";
      /** What people see and search: `production/new-checkout`. */
      readonly displayName: string;
      /** The object's state. */
      readonly state: Readonly<Record<string, unknown>>;
    }
  /** An object that cannot be listed. */
  | { readonly kind: "warning"; readonly summary: string; readonly detail: string };

/** Erases the attributes' type, as `defineResource` does. */
export function defineListResource<A extends Attributes, C>(
  definition: ListResourceDefinition<A, C>,
): ListResourceDefinition<Attributes, C> {
  return definition as unknown as ListResourceDefinition<Attributes, C>;
}
