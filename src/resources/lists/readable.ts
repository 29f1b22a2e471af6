import { reporting } from "../common/platform-diagnostic";
import type { Client } from "../run/client";
import { denied as leftOutAsDenied, type LeftOut } from "./left-out";

interface ReadableClient {
  readonly client: Client;
  readonly leftOut: readonly LeftOut[];
  /** The names of the environments that are left out. */
  readonly denied: readonly string[];
}

/**
 * Where a flag is read in every environment, one that the credential may not read must not hide all the others: lists show what the rest
 * of them has. `advice` says what to do about it.
 */
export async function readable(client: Client, advice: string): Promise<ReadableClient> {
  const found = await reporting({}, async () => client.platform.readable?.());
  if (!found?.rest) return { client, leftOut: [], denied: [] };
  return {
    client: { ...client, platform: found.rest },
    leftOut: found.denied.map(({ environment, error }) => leftOutAsDenied(environment, error, advice)),
    denied: found.denied.map(({ environment }) => environment),
  };
}

/** For lists, whose provider block stays as it is. */
export function listing(client: Client): Promise<ReadableClient> {
  return readable(
    client,
    "An import reads each flag in every environment: until the credential may read this one, take it out of the provider's environments.",
  );
}
