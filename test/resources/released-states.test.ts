import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { flagformProvider } from "../../src/resources/provider/provider";
import { startInProcess } from "../../src/terraform/start-in-process";
import type { StackState } from "../../src/testing/core/state";
import { Driver } from "../../src/testing/driver";
import { FlagsmithWorkbench } from "../support/flagsmith-workbench";
import { type Bodies, SOURCE } from "../support/platform-workbench";

/**
 * The state that each release left of this stack plans empty under the newest. A release adds its file with
 * FLAGFORM_WRITE_STATE=<version>; nobody changes one afterwards.
 */
const RELEASES = ["0.1.0"];
/** The same stack, which names its parents by their names and ids, or by their names alone. */
const WAYS = ["", "-names"] as const;

const FLAG = { flag: "${flagform_feature_flag.f.key}", flag_id: "${flagform_feature_flag.f.id}" };
const WHERE = { environment: "${flagform_environment.e.name}", environment_id: "${flagform_environment.e.id}" };
const WHOLE: Bodies = {
  environment: { e: { name: "qa", description: "For tests", flagsmith: { banner_text: "QA" } } },
  feature_flag: {
    f: {
      key: "theme",
      type: "string",
      tags: ["payments"],
      variants: { dark: { value: { string: "dark" } }, light: { value: { string: "light" } } },
    },
    g: { key: "checkout", type: "boolean", description: "The new one" },
  },
  segment: {
    s: {
      name: "staff",
      rules: [{ match: "all", conditions: [{ operator: "equal_to", trait: "role", value: "staff" }] }],
    },
  },
  environment_definition: {
    d: { ...FLAG, ...WHERE, enabled: true, serve: { split: { weights: { dark: 25 }, control: 75 } } },
    h: {
      ...WHERE,
      flag: "${flagform_feature_flag.g.key}",
      flag_id: "${flagform_feature_flag.g.id}",
      enabled: false,
      identity_overrides: { "user-1": { enabled: true } },
    },
  },
  segment_override: {
    o: {
      ...FLAG,
      ...WHERE,
      segment: "${flagform_segment.s.name}",
      segment_id: "${flagform_segment.s.id}",
      priority: 0,
      serve: { variant: "light" },
    },
  },
  identity_override: { i: { ...FLAG, ...WHERE, identity: "user-42", serve: { value: { string: "sepia" } } } },
};

const STACKS: Readonly<Record<(typeof WAYS)[number], Bodies>> = { "": WHOLE, "-names": withoutParentIds(WHOLE) };

function withoutParentIds(stack: Bodies): Bodies {
  const text = JSON.stringify(stack, (key, value: unknown) =>
    ["flag_id", "environment_id", "segment_id"].includes(key) ? undefined : value,
  );
  return JSON.parse(text) as Bodies;
}

const KEPT = RELEASES.flatMap((release) => WAYS.map((way) => ({ release, way })));

test.each(KEPT)(
  "what release $release left plans empty, gets its identities by that, and is empty again ($way)",
  async ({ release, way }) => {
    const STACK = STACKS[way];
    const workbench = await FlagsmithWorkbench.open();
    try {
      await workbench.apply(STACK);
      workbench.forget();
      const file = join(__dirname, "../fixtures/states", `${release}${way}.json`);
      const host = new URL(workbench.server.url).host;
      if (process.env["FLAGFORM_WRITE_STATE"] === release) {
        writeFileSync(
          file,
          `${JSON.stringify(
            withPrivate(workbench.driver.state, (text) => text.replaceAll(host, "HOST")),
            null,
            2,
          )}\n`,
        );
      }
      const kept = JSON.parse(readFileSync(file, "utf8")) as StackState;
      const state = withPrivate(kept, translation(kept, workbench.driver.state, host));
      const launch = () => startInProcess(flagformProvider("0.0.0-test"));
      const driver = new Driver({ source: SOURCE, launch, state });
      const plan = await driver.plan(workbench.stack(STACK));
      expect(plan.diagnostics).toEqual([]);
      expect(plan.empty ? "empty" : plan.changes).toBe("empty");
      // The first release had none.
      expect(Object.values(identitiesIn(kept)).filter(Boolean)).toEqual([]);
      await driver.apply(plan);
      expect(identitiesIn(driver.state)).toEqual(identitiesIn(workbench.driver.state));
      expect((await driver.plan(workbench.stack(STACK))).actions()).toEqual({});
      expect(workbench.writes()).toEqual([]);
    } finally {
      await workbench.stop();
    }
  },
);

function identitiesIn({ instances }: StackState): Readonly<Record<string, object | undefined>> {
  return Object.fromEntries(instances.map(({ address, identity }) => [address, identity]));
}

/** Servers number as they please: the ids of then are replaced by those of now, address by address. */
function translation(kept: StackState, now: StackState, host: string): (text: string) => string {
  const ids = kept.instances.flatMap(({ address, attributes }) => {
    const [before, after] = [idOf(attributes), idOf(now.instances.find((each) => each.address === address)?.attributes)];
    return before !== undefined && after !== undefined ? [[before, after] as const] : [];
  });
  return (text) => {
    const marked = ids.reduce((done, [before], index) => done.replaceAll(`"${before}"`, `"#${String(index)}#"`), text);
    const translated = ids.reduce((done, [, after], index) => done.replaceAll(`"#${String(index)}#"`, `"${after}"`), marked);
    return translated.replaceAll("HOST", host);
  };
}

function idOf(attributes: unknown): string | undefined {
  const id = typeof attributes === "object" && attributes !== null && "id" in attributes ? attributes.id : undefined;
  return typeof id === "string" && /^\d+$/.test(id) ? id : undefined;
}

/** Private data too, which is base64 of JSON. */
function withPrivate(state: StackState, change: (text: string) => string): StackState {
  const plain = change(JSON.stringify(state));
  const { instances, ...rest } = JSON.parse(plain) as StackState;
  return {
    ...rest,
    instances: instances.map((each) => ({
      ...each,
      private: Buffer.from(change(Buffer.from(each.private, "base64").toString())).toString("base64"),
    })),
  };
}
