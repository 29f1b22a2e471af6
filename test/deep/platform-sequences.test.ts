import fc from "fast-check";
import { PlatformWorkbench } from "../support/platform-workbench";
import { DEEP_TIMEOUT_MS, holds } from "./deep";
import { stackOf, type VariantPlatform, type Wish, wish } from "./platform-stack";
import { Reused } from "./reused";
import { Sequence, sequenceOf, type Stage } from "./sequence";

let cases = 0;

function stageOf(workbench: PlatformWorkbench, platform: VariantPlatform, type: "boolean" | "string"): Stage<Wish, null> {
  const run = String(++cases);
  workbench.driver = workbench.newDriver();
  return {
    driver: workbench.driver,
    parts: (wished, suffix) => ({ resources: stackOf(platform, type, wished, run, suffix), data: {} }),
    stack({ resources: { terraform_data, ...own } }, more) {
      const { resource, ...rest } = workbench.stack(own) as { readonly resource: object };
      return { ...rest, resource: { ...resource, ...(terraform_data && { terraform_data }) }, ...more };
    },
    importId: (address, { id }) => (/flag\.|segment\./.test(address) ? `id:${String(id)}` : String(id)),
    doByHand: () => Promise.resolve(),
    // Core destroys it first, and Split and Vercel refuse that while anything uses it.
    replaces: (address) =>
      !address.startsWith("flagform_segment.") &&
      !(workbench.name === "mixpanel" && address.startsWith("flagform_feature_flag.")),
    lags: ({ refers }) => !refers,
  };
}

const nobody = fc.constant(null);

describe.each(
  (["split", "vercel", "mixpanel"] as const).flatMap((name) =>
    (["boolean", "string"] as const).map((type) => [name, type] as const),
  ),
)("%s, a %s flag", (name, type) => {
  const workbenches = new Reused(() => PlatformWorkbench.start(name), 50);
  afterAll(() => workbenches.stop());

  test(
    "whatever is done with a stack in whatever order, the rules of core hold and it converges",
    () =>
      holds(`${name} (${type})`, { part: 1, whole: 550 }, sequenceOf(wish, nobody, nobody), async (steps) => {
        await new Sequence(stageOf(await workbenches.take(), name, type)).run(steps);
      }),
    DEEP_TIMEOUT_MS,
  );
});
