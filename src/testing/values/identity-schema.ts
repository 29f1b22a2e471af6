import type { IdentitySchemaMessage } from "../../terraform/protocol/identity-messages";
import { type CtyType, parseType } from "./cty-type";

/** What identifies the objects of one type, as core uses it. */
export interface IdentitySchema {
  readonly version: number;
  readonly type: CtyType;
  /** What an import block must set. */
  readonly required: readonly string[];
}

/** Throws where core would refuse to load the schema. */
export function readIdentitySchema(message: IdentitySchemaMessage): IdentitySchema {
  const { version, identityAttributes } = message;
  if (version < 0) throw new TypeError(`the identity's version is ${String(version)}`);
  const attributes = identityAttributes.map((each) => {
    if (each.requiredForImport === each.optionalForImport) {
      throw new TypeError(`${each.name} of the identity must be either required or optional for import`);
    }
    const type = parseType(JSON.parse(each.type.toString()));
    if (["map", "set", "object"].includes(type.kind)) {
      throw new TypeError(`${each.name} of the identity is a ${type.kind}, which an identity may not contain`);
    }
    return [each.name, type] as const;
  });
  const required = identityAttributes.filter((each) => each.requiredForImport).map(({ name }) => name);
  return { version, type: { kind: "object", attributes: Object.fromEntries(attributes) }, required };
}
