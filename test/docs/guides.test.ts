import { readFileSync } from "node:fs";
import { join } from "node:path";
import { EMULATORS } from "../../src/emulator/command";
import { Workspace } from "../support/terraform-workspace";

/**
 * What a guide shows, block after block, is one configuration: the real Terraform applies it as it stands, on what
 * `flagform emulator <platform>` starts with and with the variables that it prints.
 */

test.each([...EMULATORS])("the guide to %s applies on its emulator, and leaves nothing to do", async (name, platform) => {
  const { emulator, variables } = await platform.start({
    common: { seed: platform.starter },
    text: () => undefined,
    number: () => undefined,
    on: () => false,
  });
  const workspace = new Workspace({ url: emulator.url, key: "none" }, variables);
  try {
    workspace.write("main.tf", configurationOf(name));
    await workspace.init();
    expect(await workspace.apply()).not.toContain("Warning");
    expect(await workspace.planIsEmpty()).toBe(true);
  } finally {
    workspace.remove();
    await emulator.stop();
  }
});

function configurationOf(guide: string): string {
  const text = readFileSync(join(__dirname, "..", "..", "docs", "guides", `${guide}.md`), "utf8");
  const blocks = [...text.matchAll(/^```terraform\n([\s\S]*?)^```/gm)].map(([, block = ""]) => block);
  if (blocks.length < 2) throw new Error(`the guide to ${guide} shows no configuration`);
  return blocks.join("\n");
}
