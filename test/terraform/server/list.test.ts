import { DiagnosticError, error } from "../../../src/terraform/diagnostic";
import { defineListResource, type ListContext, type Listed } from "../../../src/terraform/list-resource";
import { connectProvider } from "../../../src/terraform/protocol/provider-client";
import type { ProviderCalls } from "../../../src/terraform/protocol/provider-service";
import { defineResource, type ProviderDefinition } from "../../../src/terraform/resource";
import { computed, defaulted, optional, required, t } from "../../../src/terraform/schema";
import { startInProcess } from "../../../src/terraform/start-in-process";
import { startServer } from "../../../src/terraform/start-server";
import { decodeObject, encodeObject } from "../../../src/terraform/values/dynamic-value";

/** What `terraform query` asks of a provider, over gRPC and without it. */

const noteAttributes = {
  name: required(t.string, "Its name."),
  mode: defaulted(t.string, "How.", "normal"),
  box: optional(t.settings({ size: defaulted(t.integer, "Size.", 1), note: optional(t.string, "Text.") }), "A box."),
  box_id: optional(t.string, "The same by id."),
  id: computed(t.string, "Its id."),
};
const listAttributes = { prefix: optional(t.string, "Only these.") };

type Made = (config: { readonly prefix: string | null }, context: ListContext<null>) => AsyncIterable<Listed>;

function provider(list: Made): ProviderDefinition<Record<string, never>, null> {
  const note = defineResource<typeof noteAttributes, null>({
    type: "lab_note",
    description: "A note.",
    version: 0,
    attributes: noteAttributes,
    identity: {
      version: 0,
      attributes: { id: { description: "Its id.", inImport: "required" } },
      of: ({ id }) => ({ id }),
      importId: ({ id }) => id ?? "",
    },
    create: () => Promise.reject(new Error("not here")),
    read: (state) => Promise.resolve(state),
    update: () => Promise.reject(new Error("not here")),
    delete: () => Promise.resolve(),
    importState: (id) => Promise.resolve({ id }),
    writeConfig: (config) => ({ ...config, box_id: null }),
    validate: ({ mode }) => (mode === "strange" ? [error("No such mode", "Be normal.", ["mode"])] : []),
    refuseConfig: ({ name, box }) =>
      Promise.resolve([
        ...(box === null ? [] : [error("No boxes", "The server has none.", ["box"])]),
        ...(name === "bad" ? [error("No such name", "It is bad.", ["name"])] : []),
      ]),
  });
  const notes = defineListResource<typeof listAttributes, null>({
    type: "lab_note",
    description: "Notes.",
    attributes: listAttributes,
    validate: ({ prefix }) => (prefix === "-" ? [error("No such prefix", "Write letters.", ["prefix"])] : []),
    list: list,
  });
  return {
    name: "lab",
    version: "1.0.0",
    description: "Notes.",
    attributes: {},
    resources: [note],
    dataSources: [],
    listResources: [notes],
    configure: () => Promise.resolve(null),
  };
}

const object = (name: string): Listed => ({ kind: "object", displayName: `lab/${name}`, state: { name, id: `id-${name}` } });

/** How a list ended, for the tests of the end. */
let ended: string[] = [];
let seen: (ListContext<null> & { readonly prefix: string | null })[] = [];

const all: Made = async function* ({ prefix }, context) {
  seen.push({ ...context, prefix });
  try {
    for (const name of ["a", "b", "c", "d"]) yield await Promise.resolve(object(name));
    ended.push("all were listed");
  } finally {
    ended.push("closed");
  }
};

beforeEach(() => {
  ended = [];
  seen = [];
});

describe.each(["over gRPC", "in process"])("a list %s", (how) => {
  let stop: () => Promise<void> = () => Promise.resolve();
  afterEach(() => stop());

  async function serve(list: Made): Promise<ProviderCalls> {
    if (how === "in process") {
      const server = await startInProcess(provider(list));
      stop = () => server.stop();
      await server.calls.configureProvider({ config: encodeObject({}, {}) });
      return server.calls;
    }
    const server = await startServer(provider(list));
    const client = connectProvider(server.address);
    stop = () => {
      client.close();
      return server.stop();
    };
    await client.configureProvider({ config: encodeObject({}, {}) });
    return client;
  }

  async function generated(calls: ProviderCalls, more: object) {
    const state = { name: "a", mode: "normal", box: null, box_id: null, id: "id-a", ...more };
    const asked = { typeName: "lab_note", state: encodeObject(noteAttributes, state) };
    const { config, diagnostics } = await calls.generateResourceConfig(asked);
    return {
      config: config && decodeObject(noteAttributes, config, []),
      told: diagnostics.map(({ severity, detail }) => (severity === 2 ? detail : "an error")),
      summaries: diagnostics.map(({ summary }) => summary),
    };
  }

  interface Asked {
    readonly prefix?: string;
    readonly limit?: number;
    readonly isWhole?: boolean;
    readonly until?: number;
  }

  async function events(calls: ProviderCalls, { prefix, limit = 0, isWhole = false, until = Infinity }: Asked = {}) {
    const config = encodeObject(listAttributes, { prefix: prefix ?? null });
    const told = [];
    for await (const event of calls.listResource({
      typeName: "lab_note",
      config,
      limit,
      includeResourceObject: isWhole,
    })) {
      const { identity, displayName: name, resourceObject, diagnostic } = event;
      const id = identity && decodeObject({ id: noteAttributes.id }, identity.identityData, [])?.["id"];
      const state = resourceObject && decodeObject(noteAttributes, resourceObject, []);
      told.push(id === undefined ? diagnostic.map(({ severity, summary }) => ({ severity, summary })) : { id, name, state });
      if (told.length >= until) break;
    }
    return told;
  }

  test("sends one event for each object, in order, without the objects that nobody asked for", async () => {
    const calls = await serve(all);
    const [a, b] = [
      { id: "id-a", name: "lab/a", state: undefined },
      { id: "id-b", name: "lab/b", state: undefined },
    ];
    expect((await events(calls, { prefix: "x" })).slice(0, 2)).toEqual([a, b]);
    expect(seen).toMatchObject([{ prefix: "x", isWhole: false }]);
    expect(ended).toEqual(["all were listed", "closed"]);
  });

  test("sends whole objects where they are asked for", async () => {
    const calls = await serve(all);
    const state = { name: "a", id: "id-a", mode: null, box: null, box_id: null };
    expect((await events(calls, { isWhole: true }))[0]).toEqual({ id: "id-a", name: "lab/a", state });
    expect(seen).toMatchObject([{ isWhole: true }]);
  });

  test("ends at its limit, and closes what it listed from", async () => {
    const calls = await serve(all);
    expect(await events(calls, { limit: 2 })).toHaveLength(2);
    expect(ended).toEqual(["closed"]);
  });

  test("ends without an error when the client has enough, and stops what it is doing", async () => {
    let closed: (() => void) | undefined;
    const isClosed = new Promise<void>((resolve) => (closed = resolve));
    const slow: Made = async function* (_config, { signal }) {
      try {
        yield object("a");
        await new Promise<void>((resolve) => {
          if (signal.aborted) resolve();
          signal.addEventListener("abort", () => resolve());
        });
      } finally {
        closed?.();
      }
    };
    const calls = await serve(slow);
    expect(await events(calls, { until: 1 })).toEqual([{ id: "id-a", name: "lab/a", state: undefined }]);
    await isClosed;
  });

  test("tells of an object that cannot be listed by a warning, and goes on", async () => {
    const calls = await serve(async function* () {
      yield { kind: "warning", summary: "Left out x", detail: "It is broken." };
      yield { kind: "object", displayName: "nameless", state: { name: "nameless", id: null } };
      yield await Promise.resolve(object("a"));
    });
    expect(await events(calls, { limit: 1 })).toEqual([
      [{ severity: 2, summary: "Left out x" }],
      [{ severity: 2, summary: "Left out nameless" }],
      { id: "id-a", name: "lab/a", state: undefined },
    ]);
  });

  test("an error after good objects is the last event", async () => {
    const calls = await serve(async function* () {
      yield await Promise.resolve(object("a"));
      throw new DiagnosticError(error("The server said no", "It is down."));
    });
    expect(await events(calls)).toEqual([
      { id: "id-a", name: "lab/a", state: undefined },
      [{ severity: 1, summary: "The server said no" }],
    ]);
  });

  test("an unknown type is an error, not a broken call", async () => {
    const calls = await serve(all);
    const told = [];
    for await (const { diagnostic } of calls.listResource({ typeName: "lab_other", config: encodeObject({}, {}) }))
      told.push(...diagnostic.map(({ summary }) => summary));
    expect(told).toEqual(["Unknown list resource"]);
  });

  test("its configuration is validated by the schema and by the list itself", async () => {
    const calls = await serve(all);
    const validate = async (prefix: string) => {
      const config = encodeObject(listAttributes, { prefix });
      return (await calls.validateListResourceConfig({ typeName: "lab_note", config })).diagnostics;
    };
    expect(await validate("x")).toEqual([]);
    expect(await validate("-")).toMatchObject([{ severity: 1, summary: "No such prefix" }]);
  });

  test("generates configuration without defaults, computed values, and what the resource leaves to its names", async () => {
    const calls = await serve(all);
    const { config, told } = await generated(calls, { mode: "normal", box_id: "b-1" });
    expect(told).toEqual([]);
    expect(config).toEqual({ name: "a", mode: null, box: null, box_id: null, id: null });
  });

  test("what a plan would refuse is left out of generated configuration, with the reason", async () => {
    const calls = await serve(all);
    const { config, told } = await generated(calls, { mode: "strange", box: { size: 2, note: "hi" } });
    expect(config).toEqual({ name: "a", mode: null, box: null, box_id: null, id: null });
    const kept = (name: string): string => `\`${name}\` of lab_note a stays as it is on the platform, and is not managed.`;
    expect(told).toEqual([`${kept("mode")} No such mode. Be normal.`, `${kept("box")} No boxes. The server has none.`]);
    const bad = await generated(calls, { name: "bad" });
    expect(bad.told).toEqual(["lab_note bad: No such name. It is bad."]);
    expect(bad.summaries).toEqual(["The generated configuration needs a change"]);
  });
});

test("a provider says that it generates configuration, and which types it lists", async () => {
  const { calls } = await startInProcess(provider(all));
  const { serverCapabilities, listResourceSchemas } = await calls.getProviderSchema({});
  expect(serverCapabilities?.generateResourceConfig).toBe(true);
  expect(Object.keys(listResourceSchemas)).toEqual(["lab_note"]);
  expect((await calls.getMetadata({})).listResources).toEqual([{ typeName: "lab_note" }]);
});
