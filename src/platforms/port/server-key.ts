import type { Environment } from "./environment";
import type { Named, Store } from "./named";

/** A key with which servers read an environment's flags: a secret, unlike the client key in applications. */
export interface ServerKey extends Named {
  readonly key: string;
  readonly active: boolean;
}

export interface ServerKeySettings {
  readonly name: string;
  readonly active?: boolean;
}

export type ServerKeyStore = Store<ServerKey, ServerKeySettings, Environment>;
