import { ALL_RUNGS, FlagsmithWorkbench } from "../support/flagsmith-workbench";
import { DEEP_TIMEOUT_MS, holds } from "./deep";
import { doByHand, gentleHand, type Hand, hand } from "./flagsmith-hand";
import { stackOf, type Wish, wish } from "./flagsmith-stack";
import { Reused } from "./reused";
import { Sequence, sequenceOf, type Stage } from "./sequence";

let cases = 0;

function stageOf(workbench: FlagsmithWorkbench): Stage<Wish, Hand> {
  const run = String(++cases);
  workbench.driver = workbench.newDriver();
  return {
    driver: workbench.driver,
    parts: (wished, suffix) => stackOf(wished, workbench, run, suffix),
    stack: ({ resources, data }, more) => workbench.stack(resources, { data, ...more }),
    importId: (address, attributes) => importIdOf(address, attributes),
    doByHand: (what) => doByHand(workbench, run, what),
    replaces: () => true,
    lags: ({ refers }) => !refers,
  };
}

function importIdOf(address: string, { id, name, environment }: Readonly<Record<string, unknown>>): string {
  const [type = ""] = address.split(".");
  if (type === "flagform_server_key") return `${String(environment)}/${String(name)}`;
  const isNamed = ["feature_flag", "environment", "segment", "project"].some((each) => type === `flagform_${each}`);
  return isNamed ? `id:${String(id)}` : String(id);
}

describe.each(ALL_RUNGS)("$strategy", ({ strategy, options }) => {
  const workbenches = new Reused(async () => {
    const workbench = await FlagsmithWorkbench.open(options);
    const entities = ["environment", "feature", "segment"];
    workbench.server.seed({
      users: [{ email: "ada@example.com" }, { email: "bob@example.com" }],
      groups: [{ name: "Payments" }, { name: "Search" }],
      fields: ["Team", "Owner"].map((name) => ({ name, entities })),
    });
    return workbench;
  });
  afterAll(() => workbenches.stop());

  test(
    "whatever is done with a stack in whatever order, the rules of core hold and it converges",
    () =>
      holds(`Flagsmith (${strategy})`, { part: 2, whole: 1700 }, sequenceOf(wish, hand, gentleHand), async (steps) => {
        await new Sequence(stageOf(await workbenches.take())).run(steps);
      }),
    DEEP_TIMEOUT_MS,
  );
});
