import { createHash } from "node:crypto";
import { type TerraformElement, type TerraformProvider, Token } from "cdktf";

/**
 * Addresses come from an object's name on the platform, not from the path of its construct, so that renaming or wrapping a construct
 * changes nothing. If the name is a token, the construct path decides, as usual in cdktf.
 */
export function addressByKey(
  element: TerraformElement,
  names: readonly (string | undefined)[],
  provider?: TerraformProvider,
): void {
  const address = keyAddress(names, provider);
  if (address !== undefined) element.overrideLogicalId(address);
}

/** Undefined where a name is a token. */
export function keyAddress(names: readonly (string | undefined)[], provider?: TerraformProvider): string | undefined {
  const parts = [provider?.alias, ...names].filter((part): part is string => part !== undefined);
  return parts.some((part) => Token.isUnresolved(part)) ? undefined : logicalId(parts);
}

/** The name of a resource: letters, digits, `_` and `-`, not beginning with a digit or `-`. cdktf loses one that is `__proto__`. */
export function logicalId(parts: readonly string[]): string {
  const name = parts.map(addressPart).join("_");
  return /^[A-Za-z_]/.test(name) && name !== "__proto__" ? name : `_${name}`;
}

/** Spaces become `-`. Whatever else Terraform does not allow does too, and a short hash keeps such names apart. */
function addressPart(name: string): string {
  const spaced = name.trim().replace(/\s+/g, "-");
  if (/^[A-Za-z0-9_-]+$/.test(spaced)) return spaced;
  return `${spaced.replace(/[^A-Za-z0-9_-]+/g, "-")}-${shortHash(name)}`;
}

/** An identity may be a person: neither addresses nor construct paths show it. */
export function identityHash(identity: string): string {
  return Token.isUnresolved(identity) ? identity : shortHash(identity, 12);
}

function shortHash(text: string, length = 8): string {
  return createHash("sha256").update(text).digest("hex").slice(0, length);
}
