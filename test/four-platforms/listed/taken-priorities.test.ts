import type { Driver } from "../../../src/testing/driver";
import { type Bodies, PlatformWorkbench } from "../../support/platform-workbench";
import { FLAG, NAMED, ON } from "./shared-unit";

/** On Flagsmith each override has a priority of its own: one that takes that of another moves it, in every form of an override. */

const GOLD = {
  name: "gold",
  rules: [{ match: "all", conditions: [{ trait: "plan", operator: "equal_to", value: "gold" }] }],
};

interface Put {
  readonly priority?: number;
}
type Puts = Readonly<Record<string, Put>>;

/** Terraform shows an attribute of the resource by itself; of one inside of a map it shows the map. */
const PLACES = { listed: "\n\nAttribute: segment_overrides.vip.priority", separate: "" };

const FORMS: Readonly<Record<"listed" | "separate", (puts: Puts) => Bodies>> = {
  listed: (puts) => ({
    environment_definition: {
      d: {
        ...NAMED,
        overrides: "listed",
        segment_overrides: Object.fromEntries(Object.entries(puts).map(([name, each]) => [name, { ...ON, ...each }])),
      },
    },
  }),
  separate: (puts) => ({
    segment_override: Object.fromEntries(
      Object.entries(puts).map(([segment, each]) => [segment, { ...NAMED, segment, ...ON, ...each }]),
    ),
  }),
};

const SERVERS = [
  ["whole-flag endpoint", { server: "2.265" }],
  ["experiments", { server: "2.240" }],
  ["versions", { server: "2.200", versioning: true }],
  ["single states", { server: "2.200" }],
] as const;

describe.each(SERVERS)("%s", (_title, flagsmith) => {
  let workbench: PlatformWorkbench;
  let own: Driver;
  let others: Driver;
  beforeEach(async () => {
    workbench = await PlatformWorkbench.start("flagsmith", { flagsmith });
    await workbench.apply({ ...FLAG, segment: { gold: GOLD } });
    [own, others] = [workbench.newDriver(), workbench.newDriver()];
  });
  afterEach(() => workbench.stop());

  async function applied(driver: Driver, bodies: Bodies): Promise<readonly string[]> {
    const plan = await driver.plan(workbench.stack(bodies));
    await driver.apply(plan);
    return plan.diagnostics.map(({ summary, detail }) => `${summary}: ${detail}`);
  }

  async function places(): Promise<Readonly<Record<string, number>>> {
    const reader = workbench.newDriver();
    await reader.import(
      workbench.stack({ environment_definition: { d: NAMED } }),
      "flagform_environment_definition.d",
      "production/checkout",
    );
    const found = reader.instance("flagform_environment_definition.d")?.attributes["segment_overrides"];
    return Object.fromEntries(
      Object.entries(found as Record<string, { priority: number }>).map(([name, { priority }]) => [name, priority]),
    );
  }

  describe.each(["listed", "separate"] as const)("a %s override", (form) => {
    const mine = FORMS[form];

    test("whose priority is one of others': the plan names who moves, and where to", async () => {
      await applied(others, FORMS.separate({ beta: { priority: 3 }, gold: { priority: 4 } }));
      expect(await applied(own, mine({ vip: { priority: 3 } }))).toEqual([
        `An override of others moves down: Flag checkout in environment production: the override for segment vip is given priority 3. On Flagsmith, no two overrides have the same, so others move down: segment beta from 3 to 4, segment gold from 4 to 5. If another configuration sets one of these priorities, choose another one here, such as 2: otherwise the two move each other with each apply.${PLACES[form]}`,
      ]);
      expect(await places()).toEqual({ vip: 3, beta: 4, gold: 5 });
      expect((await own.plan(workbench.stack(mine({ vip: { priority: 3 } })))).diagnostics).toEqual([]);
      expect(await applied(own, mine({ vip: { priority: 2 } }))).toEqual([]);
    });

    test("that moves to a priority of others' warns too; at its own again it does not", async () => {
      await applied(others, FORMS.separate({ beta: { priority: 3 } }));
      expect(await applied(own, mine({ vip: { priority: 1 } }))).toEqual([]);
      expect(await applied(own, mine({ vip: { priority: 3 } }))).toHaveLength(1);
      expect((await own.plan(workbench.stack(mine({ vip: { priority: 3 } })))).actions()).toEqual({});
    });

    test("that swaps with another of the same configuration, or takes the place of one that goes, warns of nothing", async () => {
      await applied(own, mine({ vip: { priority: 1 }, beta: { priority: 2 } }));
      expect(await applied(own, mine({ vip: { priority: 2 }, beta: { priority: 1 } }))).toEqual([]);
      expect(await applied(own, mine({ vip: { priority: 2 }, gold: { priority: 1 } }))).toEqual([]);
      expect(await places()).toEqual({ vip: 2, gold: 1 });
    });
  });

  test("one that is listed beside keeps its priority, whoever else has to move", async () => {
    await applied(others, FORMS.separate({ beta: { priority: 3 } }));
    await applied(own, FORMS.listed({ gold: { priority: 4 } }));
    const both = FORMS.listed({ gold: { priority: 4 }, vip: { priority: 3 } });
    expect((await applied(own, both)).join()).toContain("others move down: segment beta from 3 to 5.");
    expect(await places()).toEqual({ vip: 3, gold: 4, beta: 5 });
    expect((await own.plan(workbench.stack(both))).actions()).toEqual({});
  });
});
