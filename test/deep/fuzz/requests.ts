import { encode, ExtData } from "@msgpack/msgpack";
import { flagformProvider } from "../../../src/resources/provider/provider";
import { providerAttributes } from "../../../src/resources/provider/provider-attributes";
import { type ProviderMethod, ProviderService } from "../../../src/terraform/protocol/provider-service";
import type { Attributes, Type } from "../../../src/terraform/schema";
import type { Chance } from "./chance";
import { anyText, hostile, mangled } from "./hostile";

/** A value that is known only after apply, and one of which something is known. */
const UNKNOWNS = [
  new ExtData(0, Uint8Array.of(0)),
  new ExtData(12, encode({ 1: false })),
  new ExtData(12, encode({ 2: "x-" })),
];

const { resources, dataSources } = flagformProvider("0.0.0-test");
export const RESOURCES = resources.map(({ type, attributes }) => ({ type, attributes }));
export const DATA_SOURCES = dataSources.map(({ type, attributes }) => ({ type, attributes }));

/** How far from what Terraform would send a message is: by its values' types, and by its bytes. */
export interface Wildness {
  /** One value in so many is of another type. */
  readonly misfits: number;
  /** One message in so many is no message. */
  readonly bytes: number;
}

export const WELL_FORMED: Wildness = { misfits: Infinity, bytes: Infinity };

/** Makes requests of every kind, near to what Terraform sends or far from it. */
export class Requests {
  constructor(
    private readonly chance: Chance,
    private readonly wildness: Wildness,
  ) {}

  /** A value of the type, as msgpack and JSON are made of it. */
  value(type: Type, isState = false): unknown {
    const { chance } = this;
    if (this.strikes(this.wildness.misfits)) return isState || !chance.oneIn(4) ? hostile(chance) : chance.pick(UNKNOWNS);
    if (!isState && chance.oneIn(12)) return chance.pick(UNKNOWNS);
    switch (type.kind) {
      case "string":
        return anyText(chance);
      case "bool":
        return chance.oneIn(2);
      case "integer":
        return chance.pick([0, 1, 50, -1, 100, 2 ** 31, 2 ** 53 - 1]);
      case "number":
        return chance.pick<unknown>([0, 1.5, -7, "1e400", "0.1", "9".repeat(60), 50, 100]);
      case "list":
      case "set":
        return chance.many(3, () => this.value(type.element, isState));
      case "map":
        return Object.fromEntries(chance.many(3, () => [anyText(chance), this.value(type.element, isState)] as const));
      case "object":
        return this.object(type.attributes, isState);
    }
  }

  object(attributes: Attributes, isState = false): Record<string, unknown> {
    const { chance } = this;
    const entries = Object.entries(attributes).map(([name, { type, presence }]) => {
      const isLeftOut = presence === "required" ? false : !isState && presence === "computed" ? true : chance.oneIn(2);
      return [name, isLeftOut ? null : this.value(type, isState)] as const;
    });
    if (this.strikes(this.wildness.misfits)) entries.splice(chance.below(entries.length), 1);
    return Object.fromEntries(entries);
  }

  /** One message of a procedure. */
  message(method: ProviderMethod): Buffer {
    const service: { readonly requestSerialize: (value: never) => Buffer } = ProviderService[method];
    let bytes = service.requestSerialize(this.fields(method) as never);
    if (this.strikes(this.wildness.bytes))
      for (let left = this.chance.below(3); left >= 0; left--) bytes = this.spoilt(bytes);
    return bytes;
  }

  private spoilt(bytes: Buffer): Buffer {
    return mangled(this.chance, bytes);
  }

  private fields(method: ProviderMethod): object {
    const { chance } = this;
    const { type, attributes } = chance.pick(RESOURCES);
    const source = chance.pick(DATA_SOURCES);
    const typeName = this.strikes(this.wildness.misfits) ? anyText(chance) : type;
    const clientCapabilities = { deferralAllowed: chance.oneIn(2) };
    const state = () => (chance.oneIn(4) ? this.packed(null) : this.packed(this.object(attributes, true)));
    switch (method) {
      case "validateProviderConfig":
        return { config: this.packed(this.object(providerAttributes)) };
      case "configureProvider":
        return {
          terraformVersion: anyText(chance),
          config: this.packed(this.object(providerAttributes)),
          clientCapabilities,
        };
      case "validateResourceConfig":
        return { typeName, config: this.packed(this.object(attributes)), clientCapabilities };
      case "validateDataResourceConfig":
      case "readDataSource":
        return { typeName: source.type, config: this.packed(this.object(source.attributes)), clientCapabilities };
      case "upgradeResourceState":
        return { typeName, version: chance.below(3), rawState: { json: this.json(this.object(attributes, true)) } };
      case "readResource":
        return { typeName, currentState: state(), private: this.privateData(), clientCapabilities };
      case "planResourceChange": {
        const config = chance.oneIn(6) ? null : this.object(attributes);
        const [priorState, proposedNewState] = [state(), this.packed(config && { ...config })];
        return {
          typeName,
          priorState,
          proposedNewState,
          config: this.packed(config),
          priorPrivate: this.privateData(),
          clientCapabilities,
        };
      }
      case "applyResourceChange": {
        const config = chance.oneIn(6) ? null : this.object(attributes);
        return {
          typeName,
          priorState: state(),
          plannedState: this.packed(config),
          config: this.packed(config),
          plannedPrivate: this.privateData(),
        };
      }
      case "importResourceState":
        return { typeName, id: anyText(chance), clientCapabilities };
      case "moveResourceState":
        return {
          ...{
            sourceProviderAddress: anyText(chance),
            sourceTypeName: chance.pick([type, "flagsmith_feature", anyText(chance)]),
          },
          ...{ sourceSchemaVersion: chance.below(2), sourceState: { json: this.json(this.object(attributes, true)) } },
          ...{ targetTypeName: typeName, sourcePrivate: this.privateData() },
        };
      default:
        return {};
    }
  }

  private packed(value: unknown): { readonly msgpack: Uint8Array } {
    const bytes = Buffer.from(encode(value));
    return { msgpack: this.strikes(this.wildness.bytes * 2) ? this.spoilt(bytes) : bytes };
  }

  private json(value: unknown): Buffer {
    const bytes = Buffer.from(JSON.stringify(value));
    return this.strikes(this.wildness.bytes * 2) ? this.spoilt(bytes) : bytes;
  }

  private privateData(): Buffer {
    const { chance } = this;
    if (chance.oneIn(2)) return Buffer.alloc(0);
    const data = this.strikes(this.wildness.misfits) ? hostile(chance) : {};
    return this.json({
      format: 1,
      ...(chance.oneIn(2) && { imported: true }),
      ...(chance.oneIn(3) && { kept: ["value", "tags"] }),
      data,
    });
  }

  private strikes(oneIn: number): boolean {
    return Number.isFinite(oneIn) && this.chance.oneIn(oneIn);
  }
}
