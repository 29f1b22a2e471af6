import { flagOf } from "../support/flagsmith-by-hand";
import { Workspace } from "../support/terraform-workspace";
import { STACK, startEmulator } from "./checkout-stack";
import { countsOf } from "./on-the-platform";

test("another workspace of the same stack, a moment later, takes nothing over and destroys nothing", async () => {
  const emulator = await startEmulator();
  const workspace = new Workspace(emulator);
  try {
    workspace.configure(STACK);
    await workspace.init();
    await workspace.apply();
    const [before, counts] = [await flagOf(emulator, "production-key", "new-checkout"), await countsOf(emulator)];
    await workspace.succeed("workspace", "new", "preview");
    const refused = await workspace.fail("apply", "-input=false", "-auto-approve");
    expect(refused).toContain("adopt_existing = true");
    expect(refused).toMatch(/import it with the id "new-checkout"/);
    await workspace.destroy();
    expect(await flagOf(emulator, "production-key", "new-checkout")).toEqual(before);
    expect(await countsOf(emulator)).toEqual(counts);
    await workspace.succeed("workspace", "select", "default");
    expect(await workspace.planIsEmpty()).toBe(true);
  } finally {
    workspace.remove();
    await emulator.stop();
  }
});
