import { type Bodies, type PlatformName, PLATFORMS, PlatformWorkbench, refusal } from "../../support/platform-workbench";

/** JSON by its meaning: what means the same is no change, and what does not is one, however alike a double makes it. */

function stackOf(name: PlatformName, key: string, json: string): Bodies {
  const flagsmith = name === "flagsmith";
  const variants = flagsmith
    ? {}
    : { variants: { first: { value: { json } }, second: { value: { json: '{"is":"second"}' } } } };
  const serve = flagsmith ? { value: { json } } : { variant: "first" };
  const flag = { flag: "${flagform_feature_flag.f.key}", flag_id: "${flagform_feature_flag.f.id}" };
  return {
    feature_flag: { f: { key, type: "json", ...variants } },
    environment_definition: { d: { ...flag, environment: "production", enabled: true, serve, ...variants } },
  };
}

describe.each(PLATFORMS)("%s", (name) => {
  let workbench: PlatformWorkbench;
  beforeAll(async () => {
    workbench = await PlatformWorkbench.start(name);
  });
  afterAll(() => workbench.stop());

  test("another spelling of the same numbers is no change, and another number is one", async () => {
    await workbench.apply(stackOf(name, "meaning", '{"n":100,"m":[1]}'));
    for (const same of ['{"n":1E2,"m":[1.0]}', '{"m":[1],"n":100.0}', ' {"n" : 10e1, "m" : [ 1 ]}'])
      expect((await workbench.plan(stackOf(name, "meaning", same))).actions()).toEqual({});
    const other = stackOf(name, "meaning", '{"n":101,"m":[1]}');
    expect((await workbench.plan(other)).empty).toBe(false);
    await workbench.apply(other);
    expect((await workbench.plan(other)).empty).toBe(true);
    const served = await workbench.evaluate("production", "meaning", { identity: "anyone" });
    expect(typeof served === "string" ? JSON.parse(served) : served).toEqual({ n: 101, m: [1] });
  });

  test("what a double cannot hold arrives whole, or the plan refuses it", async () => {
    for (const number of ["9007199254740993", "1e400"]) {
      const stack = stackOf(name, "exact", `{"n":${number}}`);
      if (name === "vercel" || name === "mixpanel") {
        const [diagnostic] = await refusal(workbench.plan(stack));
        expect(diagnostic?.detail).toContain(`${number} would become`);
        expect(diagnostic?.path?.at(-1)).toBe("json");
      } else {
        await workbench.apply(stack);
        expect((await workbench.plan(stack)).empty).toBe(true);
      }
    }
  });

  test("a key that stands twice in one object is refused by validate", async () => {
    const [diagnostic] = await refusal(workbench.driver.validate(workbench.stack(stackOf(name, "twice", '{"a":1,"a":2}'))));
    expect(diagnostic?.detail).toMatch(/has "a" twice/);
  });
});
