import { allOf } from "../../../src/adopt/inventory/adopted";
import { adoptFrom } from "../../support/adopting";
import { PLATFORMS, PlatformWorkbench } from "../../support/platform-workbench";
import { MANY_ENVIRONMENTS, PLANT_MANY } from "./many";

/** More than one file has, so that it is planned in several parts that name the same segments. */
const FLAGS = 101;

test.each(PLATFORMS)("%s is asked nothing twice, however many parts the plan of a project has", async (name) => {
  const workbench = await PlatformWorkbench.start(name);
  try {
    const more = PLANT_MANY[name](workbench, FLAGS);
    workbench.forget();
    const { adopted, files } = await adoptFrom(workbench, { format: "hcl" }, more);
    expect(Object.keys(files)).toContain("flags-2.tf");
    expect(adopted.inventory.definitions).toHaveLength(FLAGS * MANY_ENVIRONMENTS.length);
    expect(adopted.plan.imports).toBe(allOf(adopted.inventory).length);
    const asked = workbench.requests();
    expect(asked.filter((each, index) => asked.indexOf(each) !== index)).toEqual([]);
  } finally {
    await workbench.stop();
  }
});
