import { FlagsmithWorkbench, on } from "../support/flagsmith-workbench";
import { type Bodies, refusal } from "../support/platform-workbench";

/** A write that the platform refuses after it stored a part: the error says what stands, and so does the state. */
describe("on a server that writes row by row", () => {
  let workbench: FlagsmithWorkbench;
  beforeEach(async () => {
    workbench = await FlagsmithWorkbench.openWithBanner({ server: "2.200" });
  });
  afterEach(() => workbench.stop());

  const text = (string: string) => ({ value: { string } });
  const definition = (byDefault: string, beta: string, more: object = {}): Bodies => ({
    environment_definition: {
      d: {
        ...on(workbench.production, "production"),
        enabled: true,
        serve: text(byDefault),
        segment_overrides: { beta: { serve: text(beta), priority: 1 } },
        ...more,
      },
    },
  });
  const refused = (nth: number) =>
    ({
      kind: "status",
      status: 400,
      commit: "before",
      method: "PUT",
      path: "/api/v1/features/featurestates/*",
      nth,
    }) as const;

  test("an update says what is as planned and what is still as it was, and the next apply does the rest", async () => {
    await workbench.apply(definition("old", "old for beta"));
    workbench.server.fault({ ...refused(2), times: 0 });
    const [diagnostic] = await refusal(workbench.apply(definition("new", "new for beta")));
    expect(diagnostic?.detail).toContain(
      'A part was stored. Read again after the failure: `segment_overrides["beta"]` is as planned; `serve` is still { value = { string = "old" } }.',
    );
    expect(workbench.attributes("environment_definition.d")).toMatchObject({
      serve: text("old"),
      segment_overrides: { beta: { serve: text("new for beta") } },
    });
    workbench.server.clearFaults();
    await workbench.apply(definition("new", "new for beta"));
    expect((await workbench.plan(definition("new", "new for beta"))).empty).toBe(true);
    expect(await workbench.served(workbench.production, "banner")).toMatchObject({
      value: "new",
      overrides: [[workbench.beta, true, "new for beta", 1]],
    });
  });

  test("an update of which nothing was stored says so", async () => {
    await workbench.apply(definition("old", "old for beta"));
    workbench.server.fault({ ...refused(1), times: 0 });
    const [diagnostic] = await refusal(workbench.apply(definition("old", "new for beta")));
    expect(diagnostic?.detail).toContain("Read again after the failure: nothing was stored.");
  });

  test("what would have been created says what stands in its place, and leaves no state", async () => {
    workbench.server.fault({ ...refused(1), times: 0 });
    const [diagnostic] = await refusal(workbench.apply(definition("new", "for beta")));
    expect(diagnostic?.detail).toContain(
      'A part was stored. Read again after the failure: `segment_overrides["beta"]` is as planned; `enabled` is false; `serve` is { value = { string = "first" } }.',
    );
    expect(workbench.driver.state.instances).toEqual([]);
    workbench.server.clearFaults();
    await workbench.apply(definition("new", "for beta"));
    expect((await workbench.plan(definition("new", "for beta"))).empty).toBe(true);
  });

  test("what was refused before any request says nothing of what stands", async () => {
    workbench.server.fault({
      kind: "status",
      status: 401,
      commit: "before",
      method: "PUT",
      path: "/api/*",
      nth: 1,
      times: 0,
    });
    const [diagnostic] = await refusal(workbench.apply(definition("new", "for beta")));
    expect(diagnostic?.detail).not.toContain("Read again");
  });
});
