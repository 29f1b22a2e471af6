import type { Serve } from "../../../src/platforms/model/audience";
import type { Variant } from "../../../src/platforms/model/variant";
import type { DefinitionUnit } from "../../../src/platforms/port/definition";
import type { Flag } from "../../../src/platforms/port/flag";
import { failure } from "../../support/adapter-workbench";
import { Workbench } from "./workbench";

/** Lists from before a write, read again after another one failed: what was made stays made. */

const RED: Variant = { key: "red", value: { kind: "string", value: "#c00" }, description: null };
const serve: Serve = { kind: "variant", variant: "red" };
const LISTS = "/api/v1/projects/{project}/features/";
const FLAG = "/api/v1/projects/{project}/features/{feature}/";

describe("a variant that this run made", () => {
  let workbench: Workbench;
  let unit: DefinitionUnit;
  let other: Flag;
  beforeEach(async () => {
    workbench = await Workbench.start();
    unit = await workbench.unit();
    other = await workbench.flag("other");
  });
  afterEach(() => workbench.stop());

  test.each(["definition", "identity override"])("is known to a %s after a list of before was read again", async (kind) => {
    const platform = workbench.platform();
    workbench.server.fault({ kind: "stale", method: "GET", path: LISTS, times: 0 });
    await platform.flags.update(workbench.project, unit.flag.id, { variants: [RED] });
    workbench.server.fault({ kind: "status", status: 500, method: "PATCH", path: FLAG });
    await failure(platform.flags.update(workbench.project, other.id, { description: "not today" }));
    await platform.flags.list(workbench.project);
    if (kind === "definition") {
      await platform.definitions.write(unit, [{ kind: "set-default", enabled: true, serve }]);
      expect((await workbench.platform().definitions.read(unit))?.served).toMatchObject({ kind: "variant", variant: "red" });
    } else {
      await platform.identityOverrides.put(unit, "kiosk", { enabled: true, serve });
      const override = await workbench.platform().identityOverrides.read(unit, "kiosk");
      expect(override?.served).toMatchObject({ kind: "variant", variant: "red" });
    }
  });

  test("by another process is looked for exactly before it is said not to be there", async () => {
    const platform = workbench.platform();
    await platform.flags.list(workbench.project);
    await workbench.platform().flags.update(workbench.project, unit.flag.id, { variants: [RED] });
    await platform.definitions.write(unit, [{ kind: "set-default", enabled: true, serve }]);
    const strange = { kind: "variant", variant: "blue" } as const;
    const error = await failure(platform.definitions.write(unit, [{ kind: "set-default", serve: strange }]));
    expect(error.details.reason).toBe('the flag has no variant "blue"');
    expect(error.details.nextStep).toBe('It has "red".');
  });

  test("is one of the flag's variants, whatever an old list says, and the failed flag is read anew", async () => {
    const platform = workbench.platform();
    await platform.flags.list(workbench.project);
    await platform.flags.update(workbench.project, unit.flag.id, { variants: [RED] });
    workbench.server.fault({ kind: "status", status: 500, commit: "after", method: "PATCH", path: FLAG });
    await failure(platform.flags.update(workbench.project, other.id, { description: "it landed" }));
    const listed = await platform.flags.list(workbench.project);
    expect(listed.map(({ name, description }) => [name, description])).toEqual([
      ["other", "it landed"],
      ["banner", null],
    ]);
    expect(listed[1]?.variants?.map(({ key }) => key)).toEqual(["red"]);
  });
});
