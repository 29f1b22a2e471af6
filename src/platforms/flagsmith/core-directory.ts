import type { FlagsmithClient } from "./client";

/**
 * An identity's id in the database. In quotes the search is exact, but it knows no quotes in what it searches: those are
 * searched by their longest part.
 */
export async function findCoreIdentity(
  client: FlagsmithClient,
  environmentKey: string,
  identifier: string,
): Promise<number | undefined> {
  const parts = identifier.split('"').sort((one, other) => other.length - one.length);
  const query = parts.length === 1 ? `"${identifier}"` : (parts[0] ?? "");
  const identities = await client.identities(environmentKey, query);
  return identities.find((each) => each.identifier === identifier)?.id;
}
