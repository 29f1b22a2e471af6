import {
  type sendUnaryData,
  Server,
  ServerCredentials,
  type ServerUnaryCall,
  type ServiceDefinition,
  status,
  type UntypedServiceImplementation,
} from "@grpc/grpc-js";
import { NESTING, type SchemaAttributeInput, SEVERITY } from "../../src/terraform/protocol/messages";
import { type ProviderHandlers, ProviderService } from "../../src/terraform/protocol/provider-service";
import { isUnknown, UNKNOWN } from "../../src/terraform/value";
import { Driver } from "../../src/testing/driver";
import { OracleError } from "../../src/testing/failure";
import { parseType } from "../../src/testing/values/cty-type";
import { parseJson } from "../../src/testing/values/json";
import { decodeValue, encodeValue } from "../../src/testing/values/msgpack";
import { isList, isRecord, member, type Value, type ValueRecord } from "../../src/testing/values/value";

/**
 * A provider made by hand at the level of the protocol, without the kit: correct as it stands, and broken in one place by
 * whoever wants to see the oracle notice.
 */
export type Tampering = {
  readonly [K in keyof ProviderHandlers]?: (
    answer: Awaited<ReturnType<ProviderHandlers[K]>>,
    request: Parameters<ProviderHandlers[K]>[0],
  ) => unknown;
};

export const RAW_TYPE = parseType([
  "object",
  {
    name: "string",
    size: "number",
    pin: "string",
    mode: "string",
    id: "string",
    labels: ["map", "string"],
    tags: ["set", "string"],
    parts: ["list", ["object", { title: "string", anchor: "string" }]],
    token: "string",
  },
]);

const json = (type: unknown): Buffer => Buffer.from(JSON.stringify(type));

export const RAW_ATTRIBUTES: readonly SchemaAttributeInput[] = [
  { name: "name", type: json("string"), required: true },
  { name: "size", type: json("number"), optional: true },
  { name: "pin", type: json("string"), optional: true, sensitive: true },
  { name: "mode", type: json("string"), optional: true, computed: true },
  { name: "id", type: json("string"), computed: true },
  { name: "labels", type: json(["map", "string"]), optional: true },
  { name: "tags", type: json(["set", "string"]), optional: true },
  {
    name: "parts",
    optional: true,
    nestedType: {
      nesting: NESTING.list,
      attributes: [
        { name: "title", type: json("string"), required: true },
        { name: "anchor", type: json("string"), computed: true },
      ],
    },
  },
  { name: "token", type: json("string"), optional: true, writeOnly: true },
];

export function wire(value: Value): { msgpack: Uint8Array } {
  return { msgpack: encodeValue(RAW_TYPE, value) };
}

export function unwire(message: { readonly msgpack: Uint8Array } | undefined): Value {
  return message ? decodeValue(RAW_TYPE, message.msgpack) : null;
}

const RAW_IDENTITY_TYPE = parseType(["object", { raw_id: "string", space: "string" }]);

export const RAW_IDENTITY = {
  version: 2,
  identityAttributes: [
    { name: "raw_id", type: json("string"), requiredForImport: true },
    { name: "space", type: json("string"), optionalForImport: true },
  ],
};

export function wireIdentity(value: Value): { identityData: { msgpack: Uint8Array } } {
  return { identityData: { msgpack: encodeValue(RAW_IDENTITY_TYPE, value) } };
}

/** The identity of the object in an answer. */
function identityIn(message: { readonly msgpack: Uint8Array }) {
  const value = unwire(message);
  return value === null || isUnknown(member(value, "id"))
    ? undefined
    : wireIdentity({ raw_id: member(value, "id"), space: "s" });
}

/** Changes some attributes of the object in an answer. */
export function put(message: unknown, changes: ValueRecord): { msgpack: Uint8Array } {
  const value = unwire(message as { readonly msgpack: Uint8Array });
  return wire({ ...(isRecord(value) && value), ...changes });
}

export function errorDiagnostic(summary: string) {
  return { severity: SEVERITY.error, summary, detail: "As the test wants it." };
}

function rawHandlers(): Omit<ProviderHandlers, "listResource"> {
  const schema = { version: 1, block: { attributes: RAW_ATTRIBUTES } };
  const fine = () => Promise.resolve({ diagnostics: [] });
  return {
    getMetadata: () => Promise.resolve({}),
    getProviderSchema: () =>
      Promise.resolve({
        provider: { version: 0, block: { attributes: [] } },
        resourceSchemas: { raw_thing: schema },
        dataSourceSchemas: { raw_thing: schema },
        serverCapabilities: { planDestroy: true, getProviderSchemaOptional: true, moveResourceState: true },
      }),
    validateProviderConfig: fine,
    configureProvider: fine,
    validateResourceConfig: fine,
    validateDataResourceConfig: fine,
    upgradeResourceState: ({ rawState }) =>
      Promise.resolve({ upgradedState: wire(complete(parseJson(rawState?.json.toString() ?? "null"))) }),
    readResource: ({ currentState, private: kept }) =>
      Promise.resolve({
        newState: wire(resolved(unwire(currentState))),
        private: kept,
        newIdentity: identityIn(wire(resolved(unwire(currentState)))),
      }),
    planResourceChange(request) {
      const proposed = unwire(request.proposedNewState);
      if (!isRecord(proposed)) return Promise.resolve({ plannedState: wire(null), plannedPrivate: request.priorPrivate });
      const prior = unwire(request.priorState);
      const parts = proposed["parts"];
      const planned = {
        ...proposed,
        id: prior === null ? UNKNOWN : member(prior, "id"),
        mode: proposed["mode"] ?? UNKNOWN,
        token: null,
        parts: isList(parts)
          ? parts.map((part) => ({ title: member(part, "title"), anchor: member(part, "anchor") ?? UNKNOWN }))
          : (parts ?? null),
      };
      const replace = prior !== null && member(prior, "name") !== planned["name" as keyof typeof planned];
      return Promise.resolve({
        plannedState: wire(planned),
        plannedPrivate: Buffer.from("planned"),
        plannedIdentity: identityIn(wire(planned)),
        requiresReplace: replace ? [{ steps: [{ attributeName: "name" }] }] : [],
      });
    },
    applyResourceChange: ({ plannedState, plannedPrivate }) =>
      Promise.resolve({
        newState: wire(resolved(unwire(plannedState))),
        private: plannedPrivate,
        newIdentity: identityIn(wire(resolved(unwire(plannedState)))),
      }),
    importResourceState({ typeName, id, identity }) {
      const state = wire(complete({ name: id === "" ? "a" : id, id: "raw-1" }));
      const imported = { typeName, state, private: Buffer.from("imported"), identity: identity ?? identityIn(state) };
      return Promise.resolve({ importedResources: [imported] });
    },
    moveResourceState: ({ sourceState }) =>
      Promise.resolve({ targetState: wire(complete(parseJson(sourceState?.json.toString() ?? "null"))) }),
    readDataSource: ({ config }) => Promise.resolve({ state: put(config, { id: "raw-1", mode: "found" }) }),
    getFunctions: () => Promise.resolve({}),
    callFunction: () => Promise.resolve({}),
    getResourceIdentitySchemas: () => Promise.resolve({ identitySchemas: { raw_thing: RAW_IDENTITY } }),
    upgradeResourceIdentity: ({ rawIdentity }) =>
      Promise.resolve({ upgradedIdentity: rawIdentity && wireIdentity(parseJson(rawIdentity.json.toString())) }),
    validateListResourceConfig: fine,
    generateResourceConfig: ({ state }) => Promise.resolve({ config: state }),
    stopProvider: () => Promise.resolve({}),
  };
}

function complete(value: Value): Value {
  return Object.fromEntries(
    Object.keys("attributes" in RAW_TYPE ? RAW_TYPE.attributes : {}).map((name) => [name, member(value, name)]),
  );
}

function resolved(value: Value): Value {
  if (isUnknown(value)) return "made";
  if (isList(value)) return value.map(resolved);
  return isRecord(value) ? Object.fromEntries(Object.entries(value).map(([name, each]) => [name, resolved(each)])) : value;
}

/** A driver over a raw provider with these answers altered. */
export function rawDriver(tampering: Tampering = {}): Driver {
  return new Driver({ source: "flagform/raw", launch: () => serveRaw(tampering) });
}

/** One server of the raw provider; `seen` is told of each request. */
export function serveRaw(tampering: Tampering = {}, seen: (procedure: string, request: unknown) => void = () => undefined) {
  const handlers = Object.entries(rawHandlers()).map(([name, handler]) => {
    const tamper = tampering[name as keyof ProviderHandlers] as ((answer: unknown, request: unknown) => unknown) | undefined;
    const answer = async (request: never): Promise<unknown> => {
      seen(name, request);
      const whole: unknown = await handler(request);
      return tamper ? tamper(whole, request) : whole;
    };
    return [name, answer] as const;
  });
  return serve(Object.fromEntries(handlers));
}

async function serve(handlers: { readonly [name: string]: (request: never) => Promise<unknown> }) {
  const server = new Server();
  const implementation = Object.entries(handlers).map(([name, handler]) => {
    const answer = (call: ServerUnaryCall<never, unknown>, callback: sendUnaryData<unknown>): void => {
      handler(call.request).then(
        (response) => {
          callback(null, response);
        },
        (cause: unknown) => {
          callback({ code: status.INTERNAL, details: String(cause) });
        },
      );
    };
    return [name, answer] as const;
  });
  server.addService(
    ProviderService as ServiceDefinition,
    Object.fromEntries(implementation) as UntypedServiceImplementation,
  );
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (cause, bound) => {
      if (cause) reject(cause);
      else resolve(bound);
    });
  });
  return {
    address: `127.0.0.1:${String(port)}`,
    stop: () => {
      server.forceShutdown();
      return Promise.resolve();
    },
  };
}

export function raw(body: object, more: object = {}): object {
  return { resource: { raw_thing: { a: body } }, ...more };
}

/** The rule that ends an operation. */
export async function rule(operation: Promise<unknown>): Promise<string> {
  try {
    await operation;
  } catch (cause) {
    if (cause instanceof OracleError) return `${cause.rule} ${cause.path.join(".")}`.trim();
    throw cause;
  }
  return "nothing";
}
