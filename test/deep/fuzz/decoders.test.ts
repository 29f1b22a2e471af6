import { isDeepStrictEqual } from "node:util";
import { providerAttributes } from "../../../src/resources/provider/provider-attributes";
import type { Diagnostic } from "../../../src/terraform/diagnostic";
import { DiagnosticError } from "../../../src/terraform/diagnostic";
import type { DynamicValueMessage } from "../../../src/terraform/protocol/messages";
import { type ProviderMethod, ProviderService } from "../../../src/terraform/protocol/provider-service";
import { WireError } from "../../../src/terraform/protocol/wire";
import type { Attributes } from "../../../src/terraform/schema";
import { StoredPrivateData } from "../../../src/terraform/server/private-data";
import { decodeConfig, decodeObject, decodeStoredObject, encodeObject } from "../../../src/terraform/values/dynamic-value";
import { readJson } from "../../../src/terraform/values/json-reader";
import { DEEP, fc, SEED } from "../../support/fast-check";
import { DEEP_TIMEOUT_MS, holds } from "../deep";
import { Chance } from "./chance";
import { mangled } from "./hostile";
import { DATA_SOURCES, Requests, RESOURCES } from "./requests";

/**
 * What Terraform sends is decoded, or refused in words of its own: bytes that are no message with a WireError (a gRPC error), values that do
 * not fit with diagnostics. Nothing else may come of any bytes.
 */

const METHODS = Object.keys(ProviderService) as ProviderMethod[];
const SCHEMAS = [
  providerAttributes,
  ...RESOURCES.map((each) => each.attributes),
  ...DATA_SOURCES.map((each) => each.attributes),
];

function isRefusal(failure: unknown): boolean {
  return failure instanceof WireError || failure instanceof DiagnosticError;
}

function unlessRefused<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (failure) {
    if (isRefusal(failure)) return undefined;
    throw failure;
  }
}

function decodeFields(message: object, attributes: Attributes, chance: Chance): void {
  for (const field of Object.values(message) as unknown[]) {
    if (typeof field !== "object" || field === null) continue;
    if (Buffer.isBuffer(field)) unlessRefused(() => StoredPrivateData.read(field));
    else if ("msgpack" in field) decodeBothWays(attributes, field as DynamicValueMessage, chance);
    else if ("json" in field) unlessRefused(() => decodeStoredObject(attributes, readJson(field.json as Buffer), []));
  }
}

/** What was taken can be given back, and means the same. */
function decodeBothWays(attributes: Attributes, value: DynamicValueMessage, chance: Chance): void {
  const diagnostics: Diagnostic[] = [];
  const decode = chance.oneIn(2) ? decodeObject : decodeConfig;
  const decoded = unlessRefused(() => decode(attributes, value, diagnostics));
  if (decoded === undefined || diagnostics.length > 0) return;
  const msgpack = Buffer.from(encodeObject(attributes, decoded).msgpack ?? []);
  const again = decodeObject(attributes, { msgpack, json: Buffer.alloc(0) }, []);
  if (!isDeepStrictEqual(again, decoded)) expect(again).toEqual(decoded);
}

/** Messages are made once and spoilt again and again: the making takes the longest. */
const POOL = Array.from({ length: DEEP ? 20_000 : 1000 }, (_, seed) => {
  const chance = new Chance(seed + SEED);
  const method = chance.pick(METHODS);
  return { method, bytes: new Requests(chance, { misfits: 30, bytes: Infinity }).message(method) };
});

/** Without a property's own costs, which are ten times those of a case. */
const AT_ONCE = 100;

test(
  "whatever bytes come, they are decoded or refused",
  () =>
    holds("Decoders (each of a hundred messages)", { part: 60, whole: 10_000 }, fc.integer(), (seed) => {
      const chance = new Chance(seed);
      for (let left = AT_ONCE; left > 0; left--) {
        const { method, bytes } = chance.pick(POOL);
        const sent = chance.oneIn(4) ? bytes : spoilt(chance, bytes);
        const decoded = unlessRefused(() => ProviderService[method].requestDeserialize(sent));
        if (decoded !== undefined) decodeFields(decoded, attributesOf(decoded, chance), chance);
      }
      return Promise.resolve();
    }),
  DEEP_TIMEOUT_MS,
);

function spoilt(chance: Chance, bytes: Buffer): Buffer {
  let result = mangled(chance, bytes);
  while (chance.oneIn(2)) result = mangled(chance, result);
  return result;
}

function attributesOf(message: object, chance: Chance): Attributes {
  const type = "typeName" in message ? message.typeName : "targetTypeName" in message ? message.targetTypeName : undefined;
  const known = [...RESOURCES, ...DATA_SOURCES].find((each) => each.type === type)?.attributes;
  return known === undefined || chance.oneIn(20) ? chance.pick(SCHEMAS) : known;
}
