import { FlagsmithWorkbench, planIs } from "../../support/flagsmith-workbench";
import { type Bodies, refusal } from "../../support/platform-workbench";

/** A create whose answer is lost looks whether it landed: what it finds may be another's, made long before. */

const STACKS: readonly [string, Bodies, string][] = [
  ["flag", { feature_flag: { x: { key: "banner" } } }, "/api/v1/projects/{id}/features/"],
  ["segment", { segment: { x: { name: "pros", rules: planIs("pro") } } }, "/api/v1/projects/{id}/segments/"],
];

test.each(STACKS)("a %s that was there before is not taken for what was made", async (_what, stack, path) => {
  let ahead = 0;
  const workbench = await FlagsmithWorkbench.open({ clock: () => new Date(Date.now() + ahead) });
  try {
    const other = workbench.newDriver();
    await other.apply(await other.plan(workbench.stack(stack)));
    ahead = 20 * 60_000;
    workbench.server.fault({ kind: "drop", commit: "before", method: "POST", path });
    const [diagnostic] = await refusal(workbench.apply(stack));
    expect(diagnostic?.detail).toMatch(/import it with the id/);
    workbench.server.clearFaults();
    expect(workbench.driver.state.instances).toEqual([]);
  } finally {
    await workbench.stop();
  }
});

test.each(STACKS)("a %s that landed is found, whatever the server's clock shows", async (_what, stack, path) => {
  const workbench = await FlagsmithWorkbench.open({ clock: () => new Date(Date.now() - 5 * 3600_000) });
  try {
    workbench.server.fault({ kind: "drop", commit: "after", method: "POST", path });
    await workbench.apply(stack);
    expect((await workbench.plan(stack)).empty).toBe(true);
  } finally {
    await workbench.stop();
  }
});
