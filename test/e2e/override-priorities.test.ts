import { Workspace } from "../support/terraform-workspace";
import { PROVIDER, startEmulator } from "./checkout-stack";

/** Priorities of overrides that are resources of their own, on Flagsmith: no two of a flag are the same there. */

const SEGMENTS = ["beta", "gold", "vip", "staff"];

const FLAG = `${PROVIDER}
resource "flagform_feature_flag" "f" {
  key = "search"
}
resource "flagform_environment_definition" "d" {
  environment = "production"
  flag_id     = flagform_feature_flag.f.id
  enabled     = false
}
resource "flagform_segment" "each" {
  for_each = toset(${JSON.stringify(SEGMENTS)})
  name     = each.key
  rules    = [{ match = "all", conditions = [{ operator = "equal_to", trait = "plan", value = each.key }] }]
}
`;

const overrides = (priorities: Readonly<Record<string, number>>): string => `${PROVIDER}
resource "flagform_segment_override" "o" {
  for_each    = ${JSON.stringify(priorities)}
  environment = "production"
  flag        = "search"
  segment     = each.key
  priority    = each.value
}
`;

test("the plan says who of another configuration moves; within one, any order ends as it is planned", async () => {
  const emulator = await startEmulator();
  const [flag, theirs, own] = [new Workspace(emulator), new Workspace(emulator), new Workspace(emulator)];
  try {
    flag.configure(FLAG);
    await flag.init();
    await flag.apply();
    theirs.configure(overrides({ beta: 3, gold: 4 }));
    await theirs.init();
    await theirs.apply();
    own.configure(overrides({ vip: 3 }));
    await own.init();
    const { stdout: plan } = await own.succeed("plan", "-no-color");
    expect(plan.replace(/[│\s]+/g, " ")).toMatch(
      /An override of others moves down.* segment beta from 3 to 4, segment gold from 4 to 5\./,
    );
    await own.apply();
    expect(await own.planIsEmpty()).toBe(true);
    await theirs.destroy();
    const orders = [
      { vip: 0, beta: 1, gold: 2 },
      { gold: 0, staff: 1, beta: 2 },
    ];
    for (const priorities of orders) {
      own.configure(overrides(priorities));
      const { stdout: changed } = await own.succeed("plan", "-no-color");
      expect(changed).not.toContain("moves down");
      await own.apply();
      expect(await own.planIsEmpty()).toBe(true);
    }
  } finally {
    for (const each of [flag, theirs, own]) each.remove();
    await emulator.stop();
  }
});
