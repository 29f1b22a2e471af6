import { TerraformStack, Testing } from "cdktf";
import { FeatureFlag, FlagEnvironment, FlagsmithProvider, FlagType, FlagValue, Serve } from "../../src";
import { FlagsmithWorkbench } from "../support/flagsmith-workbench";

test("what constructs say reaches the platform as it was written, templates included", async () => {
  const workbench = await FlagsmithWorkbench.open();
  const text = 'Hello ${name}, %{ if x } "quoted" $${twice} \\ end';
  const stack = new TerraformStack(Testing.app(), "flags");
  new FlagsmithProvider(stack, "flagsmith", { host: workbench.server.url, apiKey: workbench.server.key, project: "Shop" });
  const environment = FlagEnvironment.lookup(stack, "production", { name: "production" });
  const flag = new FeatureFlag(stack, "banner", { key: "banner", type: FlagType.STRING, description: "Says ${name}" });
  flag.define(environment, { enabled: true, serve: Serve.value(FlagValue.ofString(text)) });
  const synthesized = JSON.parse(Testing.synth(stack, true)) as object;

  await workbench.driver.apply(synthesized);
  expect(await workbench.served(workbench.production, "banner")).toMatchObject({ enabled: true, value: text });
  const listed = await workbench.api("GET", `/api/v1/projects/${workbench.project}/features/`);
  expect(listed["results"]).toMatchObject([{ name: "banner", description: "Says ${name}" }]);
  expect((await workbench.driver.plan(synthesized)).empty).toBe(true);
  await workbench.stop();
});
