import { getMaxListeners } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Client, credentials, status } from "@grpc/grpc-js";
import { DiagnosticError, error } from "../../../src/terraform/diagnostic";
import { ProviderService } from "../../../src/terraform/protocol/provider-service";
import type { ProviderDefinition, ResourceDefinition } from "../../../src/terraform/resource";
import { defineResource, UpdateError } from "../../../src/terraform/resource";
import { computed, defaulted, optional, required, t } from "../../../src/terraform/schema";
import { startServer } from "../../../src/terraform/start-server";
import { UNKNOWN } from "../../../src/terraform/value";
import { demofileProvider, noteAttributes as note } from "../../fixtures/demofile-provider";
import { receive, send, ServerUnderTest, whole } from "../../fixtures/demofile-server";
import { fc, runs } from "../../support/fast-check";

const TYPE = "demofile_note";
const EMPTY = Buffer.alloc(0);
const config = { name: "alpha", content: "hello" };

describe("a provider's server, called as core calls it", () => {
  let server: ServerUnderTest;
  const directory = { directory: required(t.string, "d") };
  const configure = (value: unknown) =>
    server.client.configureProvider({ terraformVersion: "1.11.4", config: send(directory, { directory: value }) });
  const plan = async (wanted: object | null, prior: object | null = null, priorPrivate = EMPTY) => {
    const [priorState, proposed] = [send(note, prior && whole(note, { ...prior })), send(note, wanted && { ...wanted })];
    return server.client.planResourceChange({
      typeName: TYPE,
      priorState,
      proposedNewState: proposed,
      config: proposed,
      priorPrivate,
    });
  };
  const apply = async (wanted: object | null, prior: object | null = null) => {
    const planned = await plan(wanted, prior);
    expect(planned.diagnostics).toEqual([]);
    return server.client.applyResourceChange({
      typeName: TYPE,
      priorState: send(note, prior && whole(note, { ...prior })),
      plannedState: planned.plannedState,
      config: send(note, wanted && { ...wanted }),
      plannedPrivate: planned.plannedPrivate,
    });
  };

  beforeEach(async () => {
    server = await ServerUnderTest.start(demofileProvider());
    expect((await configure(server.directory)).diagnostics).toEqual([]);
  });
  afterEach(() => server.stop());

  test("offers its schema, its types and its capabilities", async () => {
    const schema = await server.client.getProviderSchema({});
    expect(Object.keys(schema.resourceSchemas)).toEqual([TYPE]);
    expect(schema.provider?.block?.attributes.map((each) => each.name)).toEqual(["directory"]);
    const capabilities = {
      planDestroy: true,
      getProviderSchemaOptional: true,
      moveResourceState: true,
      generateResourceConfig: true,
    };
    expect(schema.serverCapabilities).toEqual(capabilities);
    expect(await server.client.getMetadata({})).toMatchObject({
      serverCapabilities: capabilities,
      resources: [{ typeName: TYPE }],
    });
    expect(await server.client.getFunctions({})).toEqual({ functions: {}, diagnostics: [] });
  });

  test("creates what was planned, and plans nothing then", async () => {
    const made = receive(note, (await apply(config)).newState);
    expect(made).toMatchObject({ ...config, id: "note:alpha", revision: 1, pinned: false });
    const again = await plan(config, made);
    expect(receive(note, again.plannedState)).toEqual(made);
    expect(again.requiresReplace).toEqual([]);
  });

  test("plans a change in place, a replacement with its path, and a destroy with its warning", async () => {
    const made = receive(note, (await apply({ ...config, pinned: true })).newState);
    const changed = await plan({ ...config, content: "new" }, made);
    expect(receive(note, changed.plannedState)).toMatchObject({ content: "new", id: "note:alpha", revision: 2 });
    const renamed = await plan({ ...config, name: "beta" }, made);
    expect(renamed.requiresReplace).toMatchObject([{ steps: [{ attributeName: "name" }] }]);
    const unknown = await plan({ ...config, name: UNKNOWN }, made);
    expect(unknown.requiresReplace).toEqual([]);
    const destroyed = await plan(null, made);
    expect(receive(note, destroyed.plannedState)).toBeNull();
    expect(destroyed.diagnostics).toMatchObject([{ severity: 2, attribute: { steps: [{ attributeName: "pinned" }] } }]);
  });

  test("reads what is there, null for what is gone, and echoes private data", async () => {
    const made = (await apply(config)).newState;
    const priv = Buffer.from('{"format":1,"data":{"nonce":"x"}}');
    const read = await server.client.readResource({ typeName: TYPE, currentState: made, private: priv });
    expect(receive(note, read.newState)).toEqual(receive(note, made));
    expect(read.private.toString()).toBe(priv.toString());
    await server.client.applyResourceChange({ typeName: TYPE, priorState: made, plannedState: send(note, null) });
    const gone = await server.client.readResource({ typeName: TYPE, currentState: made, private: priv });
    expect(receive(note, gone.newState)).toBeNull();
  });

  test("keeps the state and its private data where reading fails", async () => {
    const made = (await apply(config)).newState;
    writeFileSync(join(server.directory, "alpha.json"), "{ broken");
    const read = await server.client.readResource({
      typeName: TYPE,
      currentState: made,
      private: Buffer.from('{"format":1,"data":{"a":1}}'),
    });
    expect(read.diagnostics).toMatchObject([{ severity: 1, summary: `Could not read ${TYPE}` }]);
    expect(receive(note, read.newState)).toEqual(receive(note, made));
    expect(read.private.toString()).toBe('{"format":1,"data":{"a":1}}');
  });

  test("refuses private data of a newer release rather than lose it", async () => {
    const made = (await apply(config)).newState;
    const priv = Buffer.from('{"format":2,"data":{}}');
    const read = await server.client.readResource({ typeName: TYPE, currentState: made, private: priv });
    expect(read.diagnostics).toMatchObject([{ severity: 1, summary: "Unreadable private data" }]);
    expect(read.private.toString()).toBe(priv.toString());
  });

  test("marks what was imported until it has been read", async () => {
    await apply(config);
    const { importedResources } = await server.client.importResourceState({ typeName: TYPE, id: "alpha" });
    expect(importedResources).toHaveLength(1);
    expect(receive(note, importedResources[0]?.state)).toEqual(whole(note, { name: "alpha" }));
    expect(importedResources[0]?.private.toString()).toBe('{"format":1,"imported":true,"data":{}}');
    const read = await server.client.readResource({
      typeName: TYPE,
      currentState: importedResources[0]?.state,
      private: importedResources[0]?.private,
    });
    expect(receive(note, read.newState)).toMatchObject(config);
    expect(read.private).toHaveLength(0);
  });

  test("takes over states of the types it knows, and no others", async () => {
    const move = (from: string) =>
      server.client.moveResourceState({
        sourceTypeName: from,
        targetTypeName: TYPE,
        sourceState: { json: Buffer.from('{"title":"alpha"}') },
      });
    const moved = await move("demofile_memo");
    expect(receive(note, moved.targetState)).toEqual(whole(note, { name: "alpha" }));
    expect(moved.targetPrivate.toString()).toContain('"imported":true');
    expect((await move("aws_instance")).diagnostics).toMatchObject([
      { severity: 1, summary: expect.stringContaining("Cannot move") as string },
    ]);
  });

  test("upgrades states step by step, fills what is new with null, and refuses newer ones", async () => {
    const upgrade = (version: number, state: object) =>
      server.client.upgradeResourceState({
        typeName: TYPE,
        version,
        rawState: { json: Buffer.from(JSON.stringify(state)) },
      });
    expect(receive(note, (await upgrade(0, { name: "a", text: "old", gone: 1 })).upgradedState)).toEqual(
      whole(note, { name: "a", content: "old" }),
    );
    expect(receive(note, (await upgrade(2, { name: "a", content: "c" })).upgradedState)).toEqual(
      whole(note, { name: "a", content: "c" }),
    );
    expect((await upgrade(3, {})).diagnostics).toMatchObject([{ summary: "State written by a newer provider" }]);
    expect((await upgrade(2, { name: 5 })).diagnostics).toMatchObject([
      { severity: 1, attribute: { steps: [{ attributeName: "name" }] } },
    ]);
  });

  test("validates before it is configured", async () => {
    const fresh = await ServerUnderTest.start(demofileProvider());
    try {
      const faulty = send(note, { name: "Alpha", content: "Alpha", labels: { a: UNKNOWN } });
      const { diagnostics } = await fresh.client.validateResourceConfig({ typeName: TYPE, config: faulty });
      expect(diagnostics.map((each) => each.attribute?.steps[0]?.attributeName)).toEqual(["name", "content"]);
      const unread = await fresh.client.readResource({ typeName: TYPE, currentState: faulty });
      expect(unread.diagnostics).toMatchObject([{ summary: "The provider is not configured" }]);
    } finally {
      await fresh.stop();
    }
  });

  test("plans and keeps states while its configuration is unknown, and refuses what needs a client", async () => {
    const made = receive(note, (await apply(config)).newState);
    expect((await configure(UNKNOWN)).diagnostics).toEqual([]);
    expect((await plan({ ...config, content: "new" }, made)).diagnostics).toEqual([]);
    const read = await server.client.readResource({
      typeName: TYPE,
      currentState: send(note, made),
      private: Buffer.from('{"format":1,"data":{}}'),
    });
    expect(read.diagnostics).toMatchObject([{ severity: 2 }]);
    expect(receive(note, read.newState)).toEqual(made);
    expect(read.private).not.toHaveLength(0);
    const data = { name: required(t.string, "n"), content: computed(t.string, "c") };
    const source = await server.client.readDataSource({ typeName: TYPE, config: send(data, { name: "alpha" }) });
    expect(source.diagnostics).toMatchObject([{ severity: 1, summary: "The provider's configuration is not known yet" }]);
    await configure(server.directory);
    const known = await server.client.readDataSource({ typeName: TYPE, config: send(data, { name: "alpha" }) });
    expect(receive(data, known.state)).toEqual({ name: "alpha", content: "hello" });
  });

  test("answers about types that it does not have", async () => {
    for (const answer of [
      await server.client.validateResourceConfig({ typeName: "other" }),
      await server.client.planResourceChange({ typeName: "other" }),
      await server.client.readDataSource({ typeName: "other" }),
    ]) {
      expect(answer.diagnostics).toMatchObject([{ severity: 1, summary: expect.stringMatching(/^Unknown/) as string }]);
    }
  });

  test("answers bytes that are no message with a gRPC error, and lives on", async () => {
    const wrong = server.client.readResource({ typeName: TYPE, currentState: { msgpack: Buffer.from([0xc1]) } });
    await expect(wrong).rejects.toMatchObject({ code: status.INVALID_ARGUMENT });
    expect((await plan(config)).diagnostics).toEqual([]);
  });

  test("takes messages far beyond gRPC's usual four megabytes", async () => {
    const { diagnostics, plannedState } = await plan({ ...config, content: "x".repeat(12_000_000) });
    expect(diagnostics).toEqual([]);
    expect(plannedState?.msgpack.length).toBeGreaterThan(12_000_000);
  });
});

describe("any bytes at all, to any procedure", () => {
  test("get an answer or a gRPC error, and the server lives on", async () => {
    const { address, stop } = await startServer(demofileProvider());
    const client = new Client(address, credentials.createInsecure());
    const call = (path: string, bytes: Buffer) =>
      new Promise<number>((resolve) => {
        client.makeUnaryRequest(
          path,
          (each: Buffer) => each,
          (each) => each,
          bytes,
          (failure) => {
            resolve(failure?.code ?? status.OK);
          },
        );
      });
    const paths = Object.values(ProviderService).map(({ path }) => path);
    // Half of them begin as real requests do, so that the noise gets past the first field.
    const prefix = Buffer.concat([Buffer.from([0x0a, 13]), Buffer.from("demofile_note")]);
    const noise = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.uint8Array({ maxLength: 200 }).map((each) => Buffer.concat([prefix, each])),
    );
    const codes = [status.OK, status.INVALID_ARGUMENT, status.INTERNAL];
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...paths), noise, async (path, bytes) => {
        expect(codes).toContain(await call(path, Buffer.from(bytes)));
      }),
      { numRuns: runs(600) },
    );
    expect(await call("/tfplugin6.Provider/PlanAction", EMPTY)).toBe(status.UNIMPLEMENTED);
    expect(await call("/tfplugin6.Provider/GetMetadata", EMPTY)).toBe(status.OK);
    client.close();
    await stop();
  });
});

describe("what a handler does wrong", () => {
  const attributes = {
    key: required(t.string, "k"),
    mode: defaulted(t.string, "m", "plain"),
    note: optional(t.string, "n"),
    id: computed(t.string, "i"),
  };
  type A = typeof attributes;
  const prior = { key: "k", mode: "plain", note: null, id: "1" };
  let server: ServerUnderTest | undefined;
  afterEach(() => server?.stop());

  async function serving(overrides: Partial<ResourceDefinition<A, null>>) {
    const unused = () => Promise.reject(new Error("not part of this test"));
    const thing = defineResource<A, null>({
      type: "p_thing",
      description: "d",
      version: 0,
      attributes,
      create: unused,
      read: unused,
      update: unused,
      delete: unused,
      importState: unused,
      ...overrides,
    });
    const provider: ProviderDefinition<Record<never, never>, null> = {
      name: "p",
      version: "0",
      description: "d",
      attributes: {},
      resources: [thing],
      dataSources: [],
      configure: () => Promise.resolve(null),
    };
    server = await ServerUnderTest.start(provider);
    await server.client.configureProvider({});
    return server.client;
  }
  const applying = async (
    overrides: Partial<ResourceDefinition<A, null>>,
    before: object | null,
    planned: object | null,
  ) => {
    const client = await serving(overrides);
    const answer = await client.applyResourceChange({
      typeName: "p_thing",
      priorState: send(attributes, before && { ...before }),
      plannedState: send(attributes, planned && { ...planned }),
      plannedPrivate: Buffer.from('{"format":1,"data":{"kept":true}}'),
    });
    return { ...answer, state: receive(attributes, answer.newState) };
  };
  const planned = { key: "k", mode: "plain", note: null, id: UNKNOWN };

  test("throwing while it creates leaves no state", async () => {
    const answer = await applying({ create: () => Promise.reject(new Error("boom")) }, null, planned);
    expect(answer.state).toBeNull();
    expect(answer.diagnostics).toMatchObject([
      { severity: 1, summary: "Could not create p_thing", detail: expect.stringContaining("boom") as string },
    ]);
  });

  test("throwing before it returns a promise is the same", async () => {
    const answer = await applying(
      {
        create() {
          throw new DiagnosticError(error("Refused", "By the platform.", ["key"]));
        },
      },
      null,
      planned,
    );
    expect(answer.diagnostics).toMatchObject([{ summary: "Refused", attribute: { steps: [{ attributeName: "key" }] } }]);
  });

  test("throwing nothing but warnings is an error still", async () => {
    const answer = await applying({ delete: () => Promise.reject(new DiagnosticError()) }, prior, null);
    expect(answer.diagnostics).toMatchObject([{ severity: 1, summary: "Could not delete p_thing" }]);
    expect(answer.state).toEqual(prior);
    expect(answer.private.toString()).toContain("kept");
  });

  test("throwing while it updates keeps the state before, or the one that it says", async () => {
    const wanted = { ...prior, note: "new" };
    const plain = await applying({ update: () => Promise.reject(new Error("boom")) }, prior, wanted);
    expect(plain.state).toEqual(prior);
    expect(plain.private.toString()).toContain("kept");
    await server?.stop();
    const half = await applying(
      { update: () => Promise.reject(new UpdateError([error("Half done", "d")], { key: "k", note: "half", id: UNKNOWN })) },
      prior,
      wanted,
    );
    expect(half.state).toEqual({ ...prior, note: "half" });
    expect(half.diagnostics).toMatchObject([{ summary: "Half done" }]);
  });

  test("leaving attributes out takes them from the plan", async () => {
    const made = { key: "k", id: "1" } as typeof prior;
    const answer = await applying({ create: () => Promise.resolve(made) }, null, { ...planned, note: "n" });
    expect(answer.diagnostics).toEqual([]);
    expect(answer.state).toEqual({ key: "k", mode: "plain", note: "n", id: "1" });
  });

  test("answering other than planned is told by resource and attribute, and never tainted", async () => {
    const answer = await applying({ create: () => Promise.resolve({ ...prior, note: "invented" }) }, null, planned);
    expect(answer.state).toBeNull();
    expect(answer.diagnostics).toMatchObject([
      { summary: "Could not create p_thing", detail: expect.stringContaining('"note" is not what was planned') as string },
    ]);
    await server?.stop();
    const updated = await applying({ update: () => Promise.resolve({ ...prior, note: "invented" }) }, prior, {
      ...prior,
      mode: "x",
    });
    expect(updated.state).toMatchObject({ note: "invented" });
    expect(updated.diagnostics).toHaveLength(2);
  });

  test("answering what does not fit the schema is told by its path", async () => {
    const wrong = { ...prior, note: 5 } as unknown as typeof prior;
    const answer = await applying({ update: () => Promise.resolve(wrong) }, prior, { ...prior, note: null });
    expect(answer.state).toEqual(prior);
    expect(answer.diagnostics.at(-1)).toMatchObject({ attribute: { steps: [{ attributeName: "note" }] } });
  });

  test("planning against core's rules is told by resource and attribute", async () => {
    const client = await serving({ plan: ({ planned: draft }) => ({ ...draft, note: "invented" }) });
    const proposed = send(attributes, { key: "k" });
    const answer = await client.planResourceChange({
      typeName: "p_thing",
      priorState: send(attributes, null),
      proposedNewState: proposed,
      config: proposed,
    });
    expect(answer.diagnostics).toMatchObject([
      { summary: "Could not plan p_thing", detail: expect.stringContaining('"note"') as string },
    ]);
  });

  test("reading what does not fit keeps the state", async () => {
    const client = await serving({ read: () => Promise.resolve({ ...prior, id: UNKNOWN } as unknown as typeof prior) });
    const answer = await client.readResource({ typeName: "p_thing", currentState: send(attributes, prior) });
    expect(answer.diagnostics).toMatchObject([{ severity: 1, attribute: { steps: [{ attributeName: "id" }] } }]);
    expect(receive(attributes, answer.newState)).toEqual(prior);
  });

  test("waiting ends when Terraform asks to stop, and the next run starts afresh", async () => {
    const signals: AbortSignal[] = [];
    const client = await serving({
      read: (_state, { signal }) =>
        new Promise((_resolve, reject) => {
          signals.push(signal);
          signal.addEventListener("abort", () => {
            reject(new Error("aborted"));
          });
        }),
    });
    const reading = client.readResource({ typeName: "p_thing", currentState: send(attributes, prior) });
    while (signals.length === 0) await client.getMetadata({});
    // Node warns of a leak, on the log, where many requests listen to one signal.
    expect(signals.map((each) => getMaxListeners(each))).toEqual([Infinity]);
    await client.stopProvider({});
    expect((await reading).diagnostics).toMatchObject([
      { detail: expect.stringContaining("asked the provider to stop") as string },
    ]);
    await client.configureProvider({});
    const again = client.readResource({ typeName: "p_thing", currentState: send(attributes, prior) });
    while (signals.length === 1) await client.getMetadata({});
    expect(signals[1]?.aborted).toBe(false);
    await client.stopProvider({});
    await again;
  });
});
