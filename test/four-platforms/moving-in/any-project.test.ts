import { DEEP_TIMEOUT_MS, holds } from "../../deep/deep";
import { Reused } from "../../deep/reused";
import { type Arrangement, ARRANGEMENTS, moveIn } from "../../support/moving-in";
import { PLATFORMS, PlatformWorkbench } from "../../support/platform-workbench";
import { PROJECTS } from "./projects";

let count = 0;

describe.each(PLATFORMS)("%s", (name) => {
  const workbenches = new Reused(() => PlatformWorkbench.start(name), 30);
  afterAll(() => workbenches.stop());

  test.each(Object.keys(ARRANGEMENTS) as Arrangement[])(
    "whatever is in a project, what is generated for it imports and changes nothing (overrides %s)",
    (how) =>
      holds(`Moving in (${name}, ${how})`, { part: 1, whole: 300 }, PROJECTS[name].worlds, async (world) => {
        const workbench = await workbenches.take();
        const parts = PROJECTS[name].plant(workbench, `Project ${String(++count)}`, world);
        const { changes, writes, after } = await moveIn(workbench, how, parts);
        expect(changes).toEqual([]);
        expect(writes).toBe(0);
        expect(after).toEqual({});
      }),
    DEEP_TIMEOUT_MS,
  );
});
