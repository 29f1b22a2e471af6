import { TerraformStack, Testing } from "cdktf";
import { FeatureFlag, FlagEnvironment, FlagsmithProvider, FlagType, FlagValue, Serve } from "../../src";
import { Lab } from "./lab";

test("what constructs say reaches the platform as it was written, templates included", async () => {
  const lab = await Lab.start();
  const text = 'Hello ${name}, %{ if x } "quoted" $${twice} \\ end';
  const stack = new TerraformStack(Testing.app(), "flags");
  new FlagsmithProvider(stack, "flagsmith", { host: lab.server.url, apiKey: lab.server.key, project: "Shop" });
  const environment = FlagEnvironment.lookup(stack, "production", { name: "production" });
  const flag = new FeatureFlag(stack, "banner", { key: "banner", type: FlagType.STRING, description: "Says ${name}" });
  flag.define(environment, { enabled: true, serve: Serve.value(FlagValue.ofString(text)) });
  const synthesized = JSON.parse(Testing.synth(stack, true)) as object;

  await lab.driver.apply(synthesized);
  expect(await lab.served(lab.production, "banner")).toMatchObject({ enabled: true, value: text });
  const listed = await lab.api("GET", `/api/v1/projects/${lab.project}/features/`);
  expect(listed["results"]).toMatchObject([{ name: "banner", description: "Says ${name}" }]);
  expect((await lab.driver.plan(synthesized)).empty).toBe(true);
  await lab.stop();
});
