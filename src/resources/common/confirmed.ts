import { same } from "./known";

/**
 * Whether what the lists say is enough, so that nothing is read exactly: it agrees with the state, or the lists themselves
 * are to be shown.
 */
export function isConfirmed(listed: unknown, state: unknown, client: { readonly trustsLists: boolean }): boolean {
  return client.trustsLists || same(listed, state);
}
