import { DiagnosticError, error } from "../../src/terraform/diagnostic";
import { defineDataSource, defineResource, type ProviderDefinition, UpdateError } from "../../src/terraform/resource";
import { computed, defaulted, optional, required, type State, t } from "../../src/terraform/schema";
import { startServer } from "../../src/terraform/start-server";
import { isUnknown } from "../../src/terraform/value";
import { Driver, type DriverOptions } from "../../src/testing/driver";

/** A platform in memory that the driver's own tests run against, through a real server of the kit. */
export class World {
  readonly things = new Map<string, State<Thing>>();
  /** What was asked of it, in order: `create a`, `delete a`. */
  readonly log: string[] = [];
  /** Operations that fail, as `create a`. */
  readonly failing = new Set<string>();
  /** How many provider servers were started. */
  launches = 0;
  running = 0;
  private ids = 0;

  do(operation: string, name: string): void {
    this.log.push(`${operation} ${name}`);
    if (this.failing.has(`${operation} ${name}`)) {
      throw new DiagnosticError(error("The server said no", `Could not ${operation} ${name}.`, ["name"]));
    }
  }

  nextId(): string {
    this.ids++;
    return `thing-${String(this.ids)}`;
  }

  take(): string[] {
    return this.log.splice(0).filter((each) => !each.startsWith("read"));
  }
}

const part = {
  title: required(t.string, "Its title."),
  weight: defaulted(t.integer, "Its weight.", 10),
  anchor: computed(t.string, "Made by the server."),
};

export const thing = {
  name: required(t.string, "Its name.", { replace: true }),
  note: optional(t.string, "Any text."),
  ratio: optional(t.number, "Any number."),
  secret: optional(t.string, "Hidden.", { sensitive: true }),
  mode: defaulted(t.string, "How it runs.", "normal"),
  tags: optional(t.set(t.string), "Labels."),
  labels: optional(t.map(t.string), "Named labels."),
  parts: optional(t.list(t.object(part)), "Its parts."),
  id: computed(t.string, "The id that the server gave."),
  revision: computed(t.integer, "How often it was written."),
};
export type Thing = typeof thing;

interface ThingsClient {
  readonly world: World;
  readonly zone: string;
}

const thingResource = defineResource<Thing, ThingsClient>({
  type: "lab_thing",
  description: "A thing.",
  version: 1,
  attributes: thing,
  upgrades: { 0: ({ text, ...rest }) => ({ ...rest, note: text }) },
  validate: (config) => (config.note === "forbidden" ? [error("Forbidden note", "Write something else.", ["note"])] : []),
  plan: ({ prior, planned }) => {
    const same = prior !== null && JSON.stringify({ ...planned, revision: 0 }) === JSON.stringify({ ...prior, revision: 0 });
    return same || prior === null ? planned : { ...planned, revision: (prior.revision ?? 0) + 1 };
  },
  planDestroy: (prior, context) => {
    if (prior.mode === "careful") context.warn("Careful", `${prior.name} is handled with care.`, ["mode"]);
  },
  create(planned, { client }) {
    const name = isUnknown(planned.name) ? "" : planned.name;
    client.world.do("create", name);
    const made = completed(planned, client.world.nextId(), 1);
    client.world.things.set(made.id ?? "", made);
    return Promise.resolve(made);
  },
  read(state, { client }) {
    client.world.do("read", state.name);
    return Promise.resolve(client.world.things.get(state.id ?? "") ?? null);
  },
  update({ prior, planned }, { client }) {
    const half = `half-update ${prior.name}`;
    if (client.world.failing.has(half)) {
      const state = { ...prior, note: "half done" };
      client.world.things.set(prior.id ?? "", state);
      throw new UpdateError([error("Half of it failed", "Only the note was written.")], state);
    }
    client.world.do("update", prior.name);
    const made = completed(planned, prior.id ?? "", (prior.revision ?? 0) + 1);
    client.world.things.set(prior.id ?? "", made);
    return Promise.resolve(made);
  },
  delete(prior, { client }) {
    client.world.do("delete", prior.name);
    client.world.things.delete(prior.id ?? "");
    return Promise.resolve();
  },
  importState(id, { client }) {
    const found = [...client.world.things.values()].find((each) => each.name === id);
    return Promise.resolve({ name: id, id: found?.id ?? "none" });
  },
  moveState: ({ type, state }) =>
    type === "lab_gadget" ? { name: String(state["name"]), id: String(state["id"]) } : undefined,
});

function completed(planned: { readonly [name: string]: unknown }, id: string, revision: number): State<Thing> {
  const parts = Array.isArray(planned["parts"])
    ? planned["parts"].map((each: { readonly title: string; readonly weight: number }) => ({
        ...each,
        anchor: `#${each.title}`,
      }))
    : null;
  return { ...planned, parts, id, revision } as State<Thing>;
}

const thingData = defineDataSource({
  type: "lab_thing",
  description: "A thing someone else made.",
  version: 0,
  attributes: {
    name: required(t.string, "Its name."),
    id: computed(t.string, "The id that the server gave."),
    note: computed(t.string, "Its note."),
  },
  read(config, { client }: { client: ThingsClient }) {
    client.world.do("look-up", config.name);
    const found = [...client.world.things.values()].find((each) => each.name === config.name);
    if (!found) throw new DiagnosticError(error("No such thing", `The server has no ${config.name}.`, ["name"]));
    return Promise.resolve({ name: config.name, id: found.id, note: found.note });
  },
});

const providerAttributes = { zone: optional(t.string, "Where.") };

export function thingsProvider(world: World): ProviderDefinition<typeof providerAttributes, ThingsClient> {
  return {
    name: "lab",
    version: "1.0.0",
    description: "Things.",
    attributes: providerAttributes,
    resources: [thingResource],
    dataSources: [thingData],
    configure(config) {
      world.log.push(`configure ${config.zone ?? "anywhere"}`);
      return Promise.resolve({ world, zone: config.zone ?? "anywhere" });
    },
  };
}

export const SOURCE = "registry.terraform.io/flagform/lab";

export function thingsDriver(world: World, options: Partial<DriverOptions> = {}): Driver {
  return new Driver({
    source: SOURCE,
    launch: async () => {
      world.launches++;
      world.running++;
      const server = await startServer(thingsProvider(world));
      return {
        address: server.address,
        stop: async () => {
          world.running--;
          await server.stop();
        },
      };
    },
    ...options,
  });
}

/** A stack of things by name. */
export function things(bodies: { readonly [name: string]: object }, more: object = {}): object {
  return { resource: { lab_thing: bodies }, ...more };
}
