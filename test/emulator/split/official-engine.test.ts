import { evaluateQuestion } from "../../../src/emulator/split/evaluation/question";
import { readOptions } from "../../../src/emulator/split/options";
import { plantSeed } from "../../../src/emulator/split/seed";
import type { Membership } from "../../../src/emulator/split/store/records";
import { Store } from "../../../src/emulator/split/store/store";
import { fc, runs } from "../../support/fast-check";
import type { Defined } from "./official-engine";
import { OfficialEngine } from "./official-engine";
import type { World } from "./official-worlds";
import { worlds } from "./official-worlds";

const RUNS = runs(150);

test(
  "the emulator serves what the vendor's evaluation serves, for whole workspaces and all kinds of attributes",
  () => {
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(worlds, (world) => {
        const { store, engine } = build(world);
        for (const flag of Object.keys(world.flags)) {
          for (const person of world.people) {
            const { key, bucketingKey, attributes } = person;
            const question = { workspace: "Shop", environment: "production", flag, key, bucketingKey, attributes };
            const { label, ...own } = evaluateQuestion(store, question, "javascript");
            expect({ flag, person, ...own }).toEqual({ flag, person, ...engine.evaluate(flag, person) });
            const why = label.replace(/ \d+$/, "");
            seen.set(why, (seen.get(why) ?? 0) + 1);
          }
        }
      }),
      { numRuns: RUNS },
    );
    // Had a way to be served never been taken, it would not have been compared.
    const ways = ["default rule", "killed", "not in split", "rule", "whitelisted", "whitelisted segment"];
    expect([...seen.keys()].sort()).toEqual(ways);
  },
  Math.max(60_000, RUNS * 400),
);

interface Built {
  readonly store: Store;
  readonly engine: OfficialEngine;
}

/** The same documents for both: the emulator's, planted as the Admin API takes them, with seeds of the world. */
function build(world: World): Built {
  const store = new Store(() => new Date(0));
  const segment = (name: string, kind: string, production: object): object => ({
    ...{ name, kind, trafficType: "user" },
    environments: { production },
  });
  plantSeed(store, readOptions({}), {
    workspaces: [
      {
        name: "Shop",
        environments: [{ name: "production", production: true }],
        trafficTypes: ["user"],
        segments: [
          ...Object.entries(world.keys).map(([name, keys]) => segment(name, name.split("-")[0] ?? "", { keys })),
          ...Object.entries(world.ruled).map(([name, content]) => segment(name, "rule_based", content)),
        ],
        flags: Object.entries(world.flags).map(([name, production]) => ({
          name,
          trafficType: "user",
          definitions: { production },
        })),
      },
    ],
  });
  const { definitions, flags, memberships, segments } = store.tables;
  const defined = new Map<string, Defined>();
  for (const [index, definition] of [...definitions.values()].entries()) {
    definition.seed = world.seeds[index] ?? 0;
    definition.allocationSeed = world.seeds[index + 2] ?? 0;
    defined.set(flags.get(definition.flag)?.name ?? "", definition);
  }
  const ruled = new Map<string, Membership>();
  const keys = new Map<string, readonly string[]>();
  for (const each of memberships.values()) {
    const owner = segments.get(each.segment);
    if (owner?.kind === "rule_based") ruled.set(owner.name, each);
    else if (owner) keys.set(owner.name, each.keys);
  }
  return { store, engine: new OfficialEngine(defined, ruled, keys) };
}
