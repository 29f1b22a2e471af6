import { FlagsmithWorkbench, on, RUNGS } from "../../support/flagsmith-workbench";
import type { Bodies } from "../../support/platform-workbench";

/**
 * An apply that put a thing at its new address and ended before the old one was let go (it failed, or was targeted): the next
 * one has nothing to send for the new address, and must not delete what lives there.
 */
describe.each(RUNGS)("$strategy", ({ options }) => {
  let workbench: FlagsmithWorkbench;
  beforeEach(async () => {
    workbench = await FlagsmithWorkbench.openWithBanner(options);
  });
  afterEach(() => workbench.stop());

  const text = (string: string) => ({ value: { string } });
  const segment = (value = "x") => ({ ...on(workbench.production, "production"), segment: "beta", serve: text(value) });
  const identity = (value = "x") => ({ ...on(workbench.production, "production"), identity: "ann", serve: text(value) });
  const definition = (sets: object) => ({ ...on(workbench.production, "production"), enabled: true, ...sets });
  const exact = (value = "x") => definition({ segment_overrides: { beta: { enabled: true, serve: text(value) } } });
  const exactPeople = () => definition({ identity_overrides: { ann: { enabled: true, serve: text("x") } } });

  /** First `before`; then `after` as far as the target goes; then the whole. */
  async function move(before: Bodies, after: Bodies, target: string): Promise<void> {
    await workbench.apply(before);
    await workbench.driver.apply(workbench.stack(after), { targets: [target] });
    await workbench.apply(after);
    // Nothing is missing, or the plan would put it again.
    expect((await workbench.plan(after)).actions()).toEqual({});
  }
  const served = async () => {
    const { overrides } = await workbench.served(workbench.production, "banner");
    return overrides.map(([id, , value]) => [id, value]);
  };
  const SETTLED = () => [[workbench.beta, "x"]];

  describe.each([
    ["a", "z"],
    ["z", "a"],
  ])("from %s to %s", (from, to) => {
    test("a segment override", async () => {
      await move(
        { segment_override: { [from]: segment() } },
        { segment_override: { [to]: segment() } },
        `flagform_segment_override.${to}`,
      );
      expect(await served()).toEqual(SETTLED());
    });

    test("an identity override", async () => {
      await move(
        { identity_override: { [from]: identity() } },
        { identity_override: { [to]: identity() } },
        `flagform_identity_override.${to}`,
      );
    });

    test("two overrides that swap, one done", async () => {
      const two = (one: string, other: string): Bodies => ({
        segment_override: { [from]: { ...segment(), segment: one }, [to]: { ...segment(), segment: other } },
      });
      await move(two("beta", "vip"), two("vip", "beta"), `flagform_segment_override.${to}`);
      expect((await served()).sort()).toEqual([...SETTLED(), [workbench.vip, "x"]].sort());
    });
  });

  test("segment overrides of their own become a definition's exact set", async () => {
    await move(
      { segment_override: { o: segment() } },
      { environment_definition: { d: exact() } },
      "flagform_environment_definition.d",
    );
    expect(await served()).toEqual(SETTLED());
  });

  test("an exact set becomes an override of its own", async () => {
    await move(
      { environment_definition: { d: exact() } },
      { segment_override: { o: segment() } },
      "flagform_segment_override.o",
    );
    expect(await served()).toEqual(SETTLED());
  });

  test("identity overrides of their own become a definition's exact set, and the other way round", async () => {
    await move(
      { identity_override: { o: identity() } },
      { environment_definition: { d: exactPeople() } },
      "flagform_environment_definition.d",
    );
    await move(
      { environment_definition: { d: exactPeople() } },
      { identity_override: { o: identity() } },
      "flagform_identity_override.o",
    );
  });

  test("where both are destroyed one of them removes it", async () => {
    const after: Bodies = { environment_definition: { d: exact() } };
    await workbench.apply({ segment_override: { o: segment() } });
    await workbench.driver.apply(workbench.stack(after), { targets: ["flagform_environment_definition.d"] });
    await workbench.destroy(after);
    expect(workbench.driver.state.instances).toEqual([]);
    expect(await served()).toEqual([]);
  });

  test("what is destroyed is removed, however often it was planned", async () => {
    const stack: Bodies = { environment_definition: { d: exact() }, identity_override: { o: identity() } };
    await workbench.apply(stack);
    await workbench.driver.plan(workbench.stack(stack), { destroy: true });
    await workbench.destroy(stack);
    expect(await workbench.served(workbench.production, "banner")).toMatchObject({ overrides: [] });
    expect(workbench.driver.state.instances).toEqual([]);
  });

  test("what was imported and is destroyed at once is removed", async () => {
    await workbench.apply({ segment_override: { o: segment() } });
    workbench.driver = workbench.newDriver();
    const stack = workbench.stack({ segment_override: { o: segment() } });
    await workbench.driver.import(stack, "flagform_segment_override.o", "production/banner/beta");
    await workbench.driver.destroy(stack);
    expect(await served()).toEqual([]);
  });
});
