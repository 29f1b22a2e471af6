import { importBlocks, importStack } from "../four-platforms/lifecycle/import-stack";
import { DEEP } from "../support/fast-check";
import { type Bodies, PlatformWorkbench } from "../support/platform-workbench";
import { Workspace } from "../support/terraform-workspace";

/**
 * The real Terraform imports from Split, Vercel and Mixpanel: nothing but imports under what people wrote, and under what it writes itself.
 * In the normal suite from Vercel; four-platforms/lifecycle/import.test.ts imports from all without Terraform.
 */

test.each(DEEP ? (["split", "vercel", "mixpanel"] as const) : (["vercel"] as const))("%s", async (name) => {
  const workbench = await PlatformWorkbench.start(name);
  const workspace = new Workspace({ url: workbench.server.url, key: "" });
  try {
    const stack = importStack(name);
    await workbench.apply(stack);
    const writes = () => workbench.server.requests().filter(({ method }) => method !== "GET").length;
    const before = writes();
    const blocks = importBlocks(stack);
    const configure = (resources: Bodies) => {
      const { provider, resource } = workbench.stack(resources) as { readonly provider: unknown; readonly resource: object };
      const terraform = { required_providers: { flagform: { source: "flagform/flagform" } } };
      const some = Object.keys(resource).length > 0 && { resource };
      workspace.write("main.tf.json", JSON.stringify({ terraform, provider, ...some, import: blocks }));
    };
    const onlyImports = `Plan: ${String(blocks.length)} to import, 0 to add, 0 to change, 0 to destroy.`;

    configure(stack);
    await workspace.init();
    const stated = await workspace.succeed("plan", "-input=false");
    expect(stated.output).toContain(onlyImports);
    expect(stated.output).not.toContain("no longer managed");

    configure({});
    const generated = await workspace.succeed("plan", "-input=false", "-generate-config-out=generated.tf");
    expect(generated.output).toContain(onlyImports);
    expect(await workspace.apply()).toContain(`${String(blocks.length)} imported, 0 added, 0 changed, 0 destroyed.`);
    expect(await workspace.planIsEmpty()).toBe(true);
    expect(writes()).toBe(before);
  } finally {
    workspace.remove();
    await workbench.stop();
  }
});
