import { isWhollyKnown } from "../../terraform/value";
import { OracleError } from "../failure";
import type { IdentitySchema } from "../values/identity-schema";
import { equals, isRecord, member, type Value } from "../values/value";
import { show } from "./compatible";

/**
 * The rules for resource identities: N1 of the schema's type (the client checks it), N2 known, N3 not lost, N4 not changed,
 * N5 given by an import, N6 upgraded. Core checks N1, N2, N5 and N6; N3 and N4 are the contract that lists and search rely on,
 * and breaking them has cost other providers' users their plans.
 */

interface Change {
  readonly before: Value | undefined;
  readonly after: Value | undefined;
}

/** A read, a plan, or the end of an apply, whether it failed or not. Core allows unknown parts in plans, but cannot print them. */
export function checkIdentity(address: string, schema: IdentitySchema | undefined, identity: Change, object: Change): void {
  if (!schema) return;
  if (!isWhollyKnown(identity.after ?? null)) {
    throw new OracleError("N2", address, [], `the identity has unknown parts: ${show(identity.after ?? null)}`);
  }
  checkKept(address, identity, object);
}

/** An import by identity must answer with one. */
export function checkImportedIdentity(address: string, identity: Value | undefined): void {
  if ((identity ?? null) === null) throw new OracleError("N5", address, [], "the import gave no identity");
}

export function checkUpgradedIdentity(address: string, identity: Value): void {
  if (!isRecord(identity) || !isWhollyKnown(identity)) {
    throw new OracleError("N6", address, [], `the upgraded identity is ${show(identity)}`);
  }
}

/** A part follows the attributes that have it; everything else is for good once it is set. */
function checkKept(address: string, identity: Change, object: Change): void {
  if (!isRecord(identity.before) || (object.after ?? null) === null) return;
  if (!isRecord(identity.after)) throw new OracleError("N3", address, [], "the identity was lost");
  for (const [name, before] of Object.entries(identity.before)) {
    const after = member(identity.after, name);
    if (before === null || equals(before, after) || (typeof before === "string" && isChanged(object, before))) continue;
    throw new OracleError("N4", address, [name], `the identity changed from ${show(before)} to ${show(after)}`);
  }
}

/** Whether an attribute that is the text, or a path that contains it, has another value now. */
function isChanged({ before, after }: Change, text: string): boolean {
  const attributes = isRecord(before) ? Object.entries(before) : [];
  return attributes.some(
    ([name, value]) =>
      typeof value === "string" && value.split("/").includes(text) && !equals(value, member(after ?? null, name)),
  );
}
