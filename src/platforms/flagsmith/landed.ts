import type { HttpAnswer } from "../../http/http-client";

/**
 * Whether a create whose answer was lost did land: something of the name is there, and has what was sent. Something else of
 * that name is not ours: sent again, the create is refused as it should be.
 */
export async function findLanded<T extends { readonly name: string }>(
  sent: Readonly<Record<string, unknown>>,
  list: () => Promise<readonly T[]>,
): Promise<HttpAnswer | undefined> {
  const found = (await list()).find((each) => isSent(sent, each));
  return found && { status: 201, body: found };
}

/** Compares the plain texts and switches; what the server rewrites (ids, rules) says nothing. */
function isSent(sent: Readonly<Record<string, unknown>>, found: { readonly [key: string]: unknown }): boolean {
  return Object.entries(sent).every(
    ([key, value]) => !(key in found) || (typeof value !== "string" && typeof value !== "boolean") || found[key] === value,
  );
}
