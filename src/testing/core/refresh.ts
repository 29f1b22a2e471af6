import { failure } from "../failure";
import { checkIdentity, checkImportedIdentity, checkUpgradedIdentity } from "../oracle/identities";
import { checkImported, checkMoved, checkRead, checkUpgraded } from "../oracle/oracle";
import type { IdentitySchema } from "../values/identity-schema";
import { dropForeignAttributes, jsonText } from "../values/json";
import type { Schema } from "../values/schema";
import { equals, isRecord, type Value, type ValueRecord } from "../values/value";
import type { Drift } from "./change";
import type { Phase } from "./phase";
import type { Current } from "./plan/plan-instance";
import type { InstanceState } from "./state";

/** A stored object brought to the current schema's form, as core does each time it reads one. */
export async function upgrade(phase: Phase, stored: InstanceState): Promise<Current> {
  const { address, type } = stored;
  const schema = await phase.resourceSchema(stored.provider, type, address);
  if (stored.schemaVersion > schema.version) {
    const detail = `Its state has schema version ${String(stored.schemaVersion)}, the provider knows ${String(schema.version)}.`;
    throw failure("Resource instance managed by newer provider version", detail, address);
  }
  const known =
    stored.schemaVersion === schema.version ? dropForeignAttributes(schema.type, stored.attributes) : stored.attributes;
  const provider = await phase.provider(stored.provider);
  const answer = await provider.upgrade({ address, type }, stored.schemaVersion, jsonText(known));
  phase.accept(answer.diagnostics);
  checkUpgraded(address, schema, answer.state);
  const identity = await upgradeIdentity(phase, stored);
  const tainted = stored.status === "tainted";
  return { value: answer.state, private: Buffer.from(stored.private, "base64"), tainted, identity };
}

/** Null: the state has none, as those of earlier versions of Terraform. */
async function upgradeIdentity(phase: Phase, { address, type, provider, ...stored }: InstanceState): Promise<Value> {
  const schema = await phase.identitySchema(provider, type);
  const { identity = null, identityVersion: version = 0 } = stored;
  if (!schema || identity === null || version === schema.version) return schema ? identity : null;
  const upgraded = await (await phase.provider(provider)).upgradeIdentity({ address, type }, version, jsonText(identity));
  checkUpgradedIdentity(address, upgraded);
  return upgraded;
}

/** Upgrades an object and reads it back. */
export async function refresh(phase: Phase, stored: InstanceState, drift: Drift[]): Promise<Current | undefined> {
  return read(phase, stored, await upgrade(phase, stored), drift);
}

/** Reads an object back. Undefined where it is gone; the state is brought up to date. */
export async function read(
  phase: Phase,
  stored: InstanceState,
  before: Current,
  drift: Drift[],
): Promise<Current | undefined> {
  const { address, type } = stored;
  const schema = await phase.resourceSchema(stored.provider, type, address);
  const provider = await phase.provider(stored.provider);
  const answer = await provider.read({ address, type }, before.value, before.private, before.identity);
  phase.accept(answer.diagnostics);
  checkRead(address, schema, answer.state);
  const identity = answer.identity ?? null;
  const identitySchema = await phase.identitySchema(stored.provider, type);
  const objects = { before: before.value, after: answer.state };
  checkIdentity(address, identitySchema, { before: before.identity, after: identity }, objects);
  if (!equals(before.value, answer.state)) drift.push({ address, type, before: before.value, after: answer.state });
  if (answer.state === null) {
    phase.state.remove(address, stored.deposed);
    return undefined;
  }
  const form = storedForm(schema, answer.state, answer.private);
  phase.state.set({ ...stored, ...form, ...identityForm(identitySchema, identity) });
  return { value: answer.state, private: answer.private, tainted: before.tainted, identity };
}

/** Adopts an existing object, by an id or by an identity: import, then read. The result goes into the state. */
export async function importInstance(phase: Phase, blank: InstanceState, by: string | ValueRecord): Promise<Current> {
  const { address, type } = blank;
  const schema = await phase.resourceSchema(blank.provider, type, address);
  const provider = await phase.provider(blank.provider);
  const answer = await provider.importState({ address, type }, by);
  phase.accept(answer.diagnostics);
  checkImported(address, type, schema, answer.imported);
  const [only] = answer.imported;
  if (typeof by !== "string") checkImportedIdentity(address, only?.identity);
  const [value, before] = [only?.state ?? null, only?.identity ?? null];
  const read = await provider.read({ address, type }, value, only?.private ?? new Uint8Array(), before);
  phase.accept(read.diagnostics);
  checkRead(address, schema, read.state);
  const identity = read.identity ?? null;
  const identitySchema = await phase.identitySchema(blank.provider, type);
  checkIdentity(address, identitySchema, { before, after: identity }, { before: value, after: read.state });
  if (read.state === null) {
    throw failure(
      "Cannot import non-existent remote object",
      `Nothing with the ${typeof by === "string" ? `id "${by}"` : `identity ${jsonText(by)}`} exists for the provider to read.`,
      address,
    );
  }
  const form = storedForm(schema, read.state, read.private);
  phase.state.set({ ...blank, ...form, ...identityForm(identitySchema, identity) });
  return { value: read.state, private: read.private, tainted: false, identity };
}

/** Takes over an object of another type: the `moved` block across types. */
export async function moveInstance(phase: Phase, stored: InstanceState, blank: InstanceState): Promise<InstanceState> {
  const { address, type } = blank;
  const schema = await phase.resourceSchema(blank.provider, type, address);
  const provider = await phase.provider(blank.provider);
  if (!provider.schemas.moveResourceState) {
    throw failure(
      "Move resource state not supported",
      `The provider ${blank.source} cannot take over a ${stored.type}.`,
      address,
    );
  }
  const answer = await provider.move(
    { address, type },
    {
      providerAddress: stored.source,
      type: stored.type,
      version: stored.schemaVersion,
      json: jsonText(stored.attributes),
      private: Buffer.from(stored.private, "base64"),
    },
  );
  phase.accept(answer.diagnostics);
  checkMoved(address, schema, answer.state);
  return {
    ...blank,
    status: stored.status,
    dependencies: stored.dependencies,
    ...storedForm(schema, answer.state, answer.private),
    ...identityForm(await phase.identitySchema(blank.provider, type), answer.identity ?? null),
  };
}

/** How an object goes into the state. */
export function storedForm(schema: Schema, value: Value, privateData: Uint8Array) {
  return {
    schemaVersion: schema.version,
    attributes: isRecord(value) ? value : {},
    private: Buffer.from(privateData).toString("base64"),
  };
}

/** How its identity goes into the state. */
export function identityForm(schema: IdentitySchema | undefined, identity: Value) {
  return schema && isRecord(identity) ? { identity, identityVersion: schema.version } : {};
}
