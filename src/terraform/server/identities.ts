import type { Diagnostic } from "../diagnostic";
import { DiagnosticError, error } from "../diagnostic";
import type { IdentityValues } from "../identity";
import type { IdentitySchemaInput } from "../protocol/identity-messages";
import type { ResourceIdentityInput, ResourceIdentityMessage } from "../protocol/messages";
import { type Attributes, computed, type Planned, t } from "../schema";
import { isWhollyKnown } from "../value";
import type { Values } from "../values/decode";
import { decodeObject, encodeObject } from "../values/dynamic-value";
import { member } from "../values/equality";
import type { AnyResource } from "./runtime";
import { upgradeRaw } from "./upgrade-raw";

/** Resource identities on the wire. */

export function identitySchema<C>({ identity }: AnyResource<C>): IdentitySchemaInput | undefined {
  if (!identity) return undefined;
  const identityAttributes = Object.entries(identity.attributes).map(([name, { description, inImport }]) => ({
    name,
    type: Buffer.from('"string"'),
    description,
    requiredForImport: inImport === "required",
    optionalForImport: inImport === "optional",
  }));
  return { version: identity.version, identityAttributes };
}

/**
 * The identity of a state. Undefined if the state is without one of its required parts: a null in it would be stored. Also of
 * a plan in which all parts are known: `terraform show -json` of 1.15.5 fails on an identity with unknown parts.
 */
export function identityOf<C>(resource: AnyResource<C>, values: Values | null): ResourceIdentityInput | undefined {
  const { identity } = resource;
  if (!identity || values === null) return undefined;
  const found = identity.of(values as Planned<Attributes>);
  const isComplete = Object.entries(identity.attributes).every(
    ([name, { inImport }]) => inImport === "optional" || (member(found, name) ?? null) !== null,
  );
  return isComplete && isWhollyKnown(found) ? encoded(resource, found) : undefined;
}

/** The identity of a plan: an update that does not know the new one yet keeps the one so far. */
export function identityOfPlan<C>(
  resource: AnyResource<C>,
  prior: Values | null,
  planned: Values,
  before: ResourceIdentityInput | undefined,
): ResourceIdentityInput | undefined {
  const found = identityOf(resource, planned);
  return prior === null ? found : (found ?? identityOf(resource, prior) ?? before);
}

/** What an import block says, to be imported by an id. */
export function importIdOf<C>(
  resource: AnyResource<C>,
  message: ResourceIdentityMessage,
  diagnostics: Diagnostic[],
): string {
  const sent = decodeObject(attributesOf(resource), message.identityData, diagnostics);
  if (!resource.identity || sent === null) {
    throw new DiagnosticError(error(`Cannot import ${resource.type}`, "The import's identity is empty."));
  }
  return resource.identity.importId(textsOf(sent));
}

/** A stored identity, brought to the current version. */
export function upgradeIdentity<C>(
  resource: AnyResource<C>,
  version: number,
  stored: Record<string, unknown>,
): ResourceIdentityInput {
  const { identity, type } = resource;
  if (!identity) throw new DiagnosticError(error("Unknown identity", `${type} has no identity.`));
  const raw = upgradeRaw(identity, version, stored, {
    title: "Identity written by a newer provider",
    what: `The identity of ${type} has`,
  });
  const names = Object.keys(identity.attributes);
  return encoded(resource, textsOf(Object.fromEntries(names.map((name) => [name, member(raw, name) ?? null]))));
}

function textsOf(values: Readonly<Record<string, unknown>>): IdentityValues {
  const texts = Object.entries(values).map(([name, value]) => [name, typeof value === "string" ? value : null]);
  return Object.fromEntries(texts) as IdentityValues;
}

function encoded<C>(resource: AnyResource<C>, values: Values | IdentityValues): ResourceIdentityInput {
  return { identityData: encodeObject(attributesOf(resource), values) };
}

/** Made once for each resource: every answer has an identity. */
const known = new WeakMap<object, Attributes>();

function attributesOf<C>({ identity }: AnyResource<C>): Attributes {
  if (!identity) return {};
  const made = known.get(identity) ?? makeAttributes(identity.attributes);
  known.set(identity, made);
  return made;
}

function makeAttributes(parts: { readonly [name: string]: { readonly description: string } }): Attributes {
  const entries = Object.entries(parts);
  return Object.fromEntries(entries.map(([name, { description }]) => [name, computed(t.string, description)]));
}
