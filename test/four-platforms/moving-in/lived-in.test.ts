import { livedIn } from "../../support/lived-in";
import { type Arrangement, ARRANGEMENTS, moveIn } from "../../support/moving-in";
import { PLATFORMS, PlatformWorkbench } from "../../support/platform-workbench";

/** Beside those of every emulated platform, one with rules: Mixpanel has none. */
const SEGMENTS = { flagsmith: 3, split: 3, vercel: 3, mixpanel: 2 } as const;
const LEFT_OUT = [
  "`description` of flagform_feature_flag limits",
  "`identity_overrides` of flagform_environment_definition preview/theme",
];

describe.each(PLATFORMS)("%s", (name) => {
  let workbench: PlatformWorkbench;
  beforeAll(async () => {
    workbench = await PlatformWorkbench.start(name);
    await workbench.apply(livedIn(name));
  });
  afterAll(() => workbench.stop());

  test.each(Object.keys(ARRANGEMENTS) as Arrangement[])("a project that was lived in (overrides %s)", async (how) => {
    const { changes, writes, after, told, shown } = await moveIn(workbench, how);
    const apart = { segment_override: 1, identity_override: 13 };
    expect(shown).toEqual(expect.objectContaining(how === "apart" ? apart : { segment: SEGMENTS[name] }));
    const leftOut = told.filter((each) => each.startsWith("warning: Left out of the generated"));
    expect(leftOut.map((each) => each.replace(/^.*?`/, "`").split(" stays")[0])).toEqual(how === "apart" ? [] : LEFT_OUT);
    expect(changes).toEqual([]);
    expect(writes).toBe(0);
    expect(after).toEqual({});
  });
});
