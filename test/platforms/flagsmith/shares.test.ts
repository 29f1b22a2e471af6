import type { Serve, Served } from "../../../src/platforms/model/audience";
import type { DefinitionUnit } from "../../../src/platforms/port/definition";
import type { Edit } from "../../../src/platforms/port/edit";
import type { Platform } from "../../../src/platforms/port/platform";
import type { Segment } from "../../../src/platforms/port/segment";
import { Workbench } from "./workbench";

/** Shares go from anything to anything: a server without `__future__` wants each row of them by its number. */

const value = (text: string): Serve => ({ kind: "value", value: { kind: "string", value: text } });
const variant = (key: string): Serve => ({ kind: "variant", variant: key });
const split = (weights: Record<string, number>): Serve => ({
  kind: "split",
  weights,
  control: null,
  bucketBy: null,
  otherwise: null,
});

/** Each kind after each. */
const WALK: readonly Serve[] = [
  value("one"),
  variant("short"),
  variant("long"),
  split({ short: 25, long: 25 }),
  split({ short: 60, long: 40 }),
  value("two"),
  value("three"),
  split({ long: 100 }),
  variant("short"),
  value("four"),
];

function told(served: Served): unknown {
  if (served.kind === "value") return served.value?.value;
  return served.kind === "split" ? served.weights : served.kind === "variant" && { [served.variant]: 100 };
}

function meant(serve: Serve): unknown {
  if (serve.kind === "value") return serve.value.value;
  return serve.kind === "split" ? serve.weights : serve.kind === "variant" && { [serve.variant]: 100 };
}

const SERVERS = [
  { name: "legacy", options: { server: "2.200" } },
  { name: "versions", options: { server: "2.200", versioning: true } },
  { name: "experiments", options: { server: "2.240" } },
  { name: "__future__", options: {} },
] as const;

describe.each(SERVERS)("through $name", ({ options }) => {
  let workbench: Workbench;
  let unit: DefinitionUnit;
  let segment: Segment;

  beforeEach(async () => {
    workbench = await Workbench.start(options);
    const variants = ["short", "long"].map((key) => ({
      key,
      value: { kind: "string", value: `of ${key}` } as const,
      description: null,
    }));
    const environment = await workbench.environment("production");
    const flag = await workbench.platform().flags.create(workbench.project, { name: "banner", variants });
    unit = { project: workbench.project, environment, flag };
    segment = await workbench.segment("GB");
  });
  afterEach(() => workbench.stop());

  const write = async (platform: Platform, serve: Serve): Promise<void> => {
    const edits: Edit[] = [
      { kind: "set-default", enabled: true, serve },
      { kind: "put-segment-override", segment, enabled: true, serve },
    ];
    await platform.definitions.write(unit, edits);
    await platform.identityOverrides.put(unit, "kiosk", { enabled: true, serve });
  };
  const expectServed = async (serve: Serve): Promise<void> => {
    const platform = workbench.platform();
    const definition = await platform.definitions.read(unit);
    const identity = await platform.identityOverrides.read(unit, "kiosk");
    const audiences = [definition, ...(definition?.segmentOverrides ?? []), identity];
    expect(audiences.map((each) => each && told(each.served))).toEqual(audiences.map(() => meant(serve)));
  };

  test("whatever was served before, in one run and in runs of their own", async () => {
    const platform = workbench.platform();
    for (const serve of WALK) {
      await write(platform, serve);
      await expectServed(serve);
    }
    for (const serve of WALK) {
      await write(workbench.platform(), serve);
      await expectServed(serve);
    }
  });

  test("also where somebody else took the shares away, or gave them, since this run wrote", async () => {
    const platform = workbench.platform();
    for (const [ours, theirs] of [
      [variant("short"), value("theirs")],
      [split({ short: 50, long: 50 }), variant("long")],
      [value("ours"), split({ short: 10, long: 90 })],
    ] as const) {
      await write(platform, ours);
      await write(workbench.platform(), theirs);
      await write(platform, ours);
      await expectServed(ours);
    }
  });

  test("a variant that is made between two writes of a run has its share", async () => {
    const platform = workbench.platform();
    await write(platform, split({ short: 50, long: 50 }));
    const third = { key: "third", value: { kind: "string", value: "3" }, description: null } as const;
    const all = (await platform.flags.get(unit.project, unit.flag.id))?.variants ?? [];
    const kept = all.map(({ key, value: carried }) => ({ key, value: carried, description: null }));
    await platform.flags.update(unit.project, unit.flag.id, { variants: [...kept, third] });
    await write(platform, split({ short: 20, long: 30, third: 50 }));
    await expectServed(split({ short: 20, long: 30, third: 50 }));
  });

  test("rows that were made anew outside are looked at again", async () => {
    const platform = workbench.platform();
    await write(platform, split({ short: 50, long: 50 }));
    await dropRows();
    await write(platform, split({ short: 30, long: 70 }));
    await expectServed(split({ short: 30, long: 70 }));
  });

  /** Rows go where a list of them is left empty; what comes back has other numbers. Others' versions have rows of their own. */
  const dropRows = async (): Promise<void> => {
    if ("versioning" in options) return;
    const query = `environment=${unit.environment.id}&feature=${unit.flag.id}`;
    const { results } = await workbench.api("GET", `/api/v1/features/featurestates/?${query}`);
    for (const { id, feature_segment: link } of results as { id: number; feature_segment: number | null }[]) {
      await workbench.api("PUT", `/api/v1/features/featurestates/${id}/`, {
        feature: Number(unit.flag.id),
        environment: Number(unit.environment.id),
        ...(link !== null && { feature_segment: link }),
        feature_state_value: { type: "unicode", string_value: "by hand" },
        multivariate_feature_state_values: [],
      });
    }
  };
});
