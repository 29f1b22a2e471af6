import { encode } from "@msgpack/msgpack";
import { ANY, ArgumentError, defineFunction } from "../../../src/terraform/function";
import { connectProvider } from "../../../src/terraform/protocol/provider-client";
import type { ProviderCalls } from "../../../src/terraform/protocol/provider-service";
import type { ProviderDefinition } from "../../../src/terraform/resource";
import { computed, t } from "../../../src/terraform/schema";
import { startServer } from "../../../src/terraform/start-server";
import { isUnknown, UNKNOWN } from "../../../src/terraform/value";
import { decodeArgument } from "../../../src/terraform/values/dynamic-value";
import { encodeValue } from "../../../src/terraform/values/encode";

/** Provider functions, over gRPC as Terraform calls them. */

const repeatText = defineFunction({
  name: "repeat_text",
  summary: "A text, several times",
  description: "Repeats **text**.",
  parameters: [
    { name: "text", type: t.string, description: "What." },
    { name: "times", type: t.integer, description: "How often.", nullable: true },
  ],
  variadic: { name: "ends", type: t.string, description: "Behind it." },
  returns: t.string,
  call(text, times, ...ends) {
    if (times !== null && times < 0) throw new ArgumentError(1, "It cannot be repeated less than never");
    if (text === "broken") throw new TypeError("no such method");
    return [text.repeat(times ?? 1), ...ends].join("");
  },
});
const look = defineFunction({
  name: "look",
  summary: "What something is",
  description: "Looks.",
  parameters: [{ name: "at", type: ANY, description: "Anything.", takesUnknown: true, nullable: true }],
  returns: t.object({ text: computed(t.string, "As JSON.") }),
  call: (at) => (isUnknown(at) ? UNKNOWN : { text: JSON.stringify(at) }),
});

const PROVIDER: ProviderDefinition<Record<string, never>, null> = {
  name: "lab",
  version: "1.0.0",
  description: "Functions.",
  attributes: {},
  resources: [],
  dataSources: [],
  functions: [repeatText, look],
  configure: () => Promise.resolve(null),
};

let client: ProviderCalls & { close(): void };
let stop: () => Promise<void>;

beforeAll(async () => {
  const server = await startServer(PROVIDER);
  client = await connectProvider(server.address);
  stop = () => server.stop();
});
afterAll(async () => {
  client.close();
  await stop();
});

const text = (value: unknown) => ({ msgpack: encodeValue(t.string, value) });
const number = (value: unknown) => ({ msgpack: encodeValue(t.integer, value) });
/** As Terraform writes a value whose type the function does not say: an array of the type, as bytes, and the value. */
const any = (type: unknown, value: unknown) => ({
  msgpack: Buffer.from(encode([new TextEncoder().encode(JSON.stringify(type)), value])),
});

async function call(name: string, ...args: { msgpack: Buffer }[]) {
  const { result, error } = await client.callFunction({ name, arguments: args });
  return error ?? (result && decodeArgument(name === "look" ? look.returns : t.string, result, []));
}

test("the schema, the metadata and GetFunctions say the same about them", async () => {
  const { functions } = await client.getProviderSchema({});
  expect(functions["repeat_text"]).toMatchObject({
    parameters: [
      { name: "text", description: "What.", allowNullValue: false, allowUnknownValues: false },
      { name: "times", allowNullValue: true, allowUnknownValues: false },
    ],
    variadicParameter: { name: "ends" },
    summary: "A text, several times",
    description: "Repeats **text**.",
    descriptionKind: 1,
  });
  const types = functions["repeat_text"]?.parameters.map(({ type }) => type.toString());
  expect(types).toEqual(['"string"', '"number"']);
  expect(functions["look"]?.parameters[0]?.type.toString()).toBe('"dynamic"');
  expect(functions["look"]?.return?.type.toString()).toBe('["object",{"text":"string"}]');
  expect((await client.getFunctions({})).functions).toEqual(functions);
  expect((await client.getMetadata({})).functions).toEqual([{ name: "repeat_text" }, { name: "look" }]);
});

test("a process that is not configured answers calls, with nulls and further arguments", async () => {
  expect(await call("repeat_text", text("ab"), number(2), text("!"), text("?"))).toBe("abab!?");
  expect(await call("repeat_text", text("ab"), number(null))).toBe("ab");
});

test("a value of any type is read as it is, whatever it contains", async () => {
  const type = ["object", { a: "number", b: ["list", "string"], c: ["map", "bool"] }];
  expect(await call("look", any(type, { a: 0.5, b: ["x", "ä"], c: { __proto__: true } }))).toMatchObject({
    text: '{"a":0.5,"b":["x","ä"],"c":{}}',
  });
  expect(await call("look", any("string", "x"))).toEqual({ text: '"x"' });
  expect(await call("look", { msgpack: Buffer.from([0xc0]) })).toEqual({ text: "null" });
});

test("an unknown argument may give an unknown result", async () => {
  expect(await call("look", { msgpack: encodeValue(t.string, UNKNOWN) })).toBe(UNKNOWN);
});

test("an argument that cannot be used is an error at its place, counted from 0", async () => {
  expect(await call("repeat_text", text("a"), number(-1))).toMatchObject({
    text: "It cannot be repeated less than never",
    functionArgument: 1,
  });
  expect(await call("repeat_text", text("a"), text("b"))).toMatchObject({
    text: "Wrong type of value: Expected a whole number, got a string",
    functionArgument: 1,
  });
  expect(await call("repeat_text", text(null), number(1))).toMatchObject({ functionArgument: 0 });
  expect(await call("look", any("string", "a"), any("string", "b"))).toMatchObject({ functionArgument: 1 });
});

test("what the function did not expect is an error of the call, never one of gRPC", async () => {
  expect(await call("repeat_text", text("broken"), number(1))).toMatchObject({
    text: expect.stringMatching(/^no such method\n\nThe provider did not expect this\./),
    functionArgument: undefined,
  });
  expect(await call("nothing")).toMatchObject({ text: 'The provider "lab" has no function "nothing"' });
});
