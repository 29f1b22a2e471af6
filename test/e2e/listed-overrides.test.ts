import type { FlagsmithEmulator } from "../../src/emulator/flagsmith/emulator";
import { Workspace } from "../support/terraform-workspace";
import { PROVIDER, startEmulator } from "./checkout-stack";
import { served } from "./on-the-platform";

/** In plain HCL, without removed blocks: overrides move between resources of their own and a definition's list in one run. */

const UNIT = `
  environment = "production"
  flag        = flagform_feature_flag.f.key
  flag_id     = flagform_feature_flag.f.id`;

const BASE = `${PROVIDER}
resource "flagform_feature_flag" "f" {
  key = "search"
}
resource "flagform_segment" "beta" {
  name  = "beta"
  rules = [{ match = "all", conditions = [{ operator = "one_of", trait = "country", values = ["GB"] }] }]
}
`;

const APART = `${BASE}
resource "flagform_environment_definition" "d" {${UNIT}
  enabled = false
}
resource "flagform_segment_override" "beta" {${UNIT}
  segment    = flagform_segment.beta.name
  segment_id = flagform_segment.beta.id
}
resource "flagform_identity_override" "ann" {${UNIT}
  identity = "ann"
}
`;

const LISTED = `${BASE}
resource "flagform_environment_definition" "d" {${UNIT}
  enabled            = false
  overrides          = "listed"
  segment_overrides  = { beta = { segment_id = flagform_segment.beta.id } }
  identity_overrides = { ann = {} }
}
`;

const ID = "production/search?overrides=listed&identity=ann";

async function isServed(emulator: FlagsmithEmulator): Promise<boolean> {
  const [beta, ann, other] = await Promise.all([
    served(emulator, "production-key", "zoe", { country: "GB" }),
    served(emulator, "production-key", "ann"),
    served(emulator, "production-key", "bob"),
  ]);
  return [beta, ann].every((flags) => flags["search"]?.enabled === true) && other["search"]?.enabled === false;
}

test("into the list and out of it, and an import of the list beside what others made", async () => {
  const emulator = await startEmulator();
  const workspace = new Workspace(emulator);
  try {
    workspace.configure(APART);
    await workspace.init();
    await workspace.apply();
    for (const arrangement of [LISTED, APART]) {
      workspace.configure(arrangement);
      await workspace.apply();
      expect(await isServed(emulator)).toBe(true);
      expect(await workspace.planIsEmpty()).toBe(true);
    }
    // The segment's override is another stack's from now on.
    await workspace.succeed("state", "rm", "flagform_segment_override.beta", "flagform_identity_override.ann");
    await workspace.succeed("state", "rm", "flagform_environment_definition.d");
    const definition = LISTED.replace(/ {2}segment_overrides .*\n/, "");
    workspace.configure(definition);
    await workspace.succeed("import", "flagform_environment_definition.d", ID);
    expect(await workspace.planIsEmpty()).toBe(true);
    await workspace.succeed("state", "rm", "flagform_environment_definition.d");
    workspace.configure(`${definition.replace("ann = {}", "ann = {}, carl = {}")}
import {
  to = flagform_environment_definition.d
  id = "${ID}"
}
`);
    const shown = (await workspace.succeed("plan", "-input=false", "-no-color")).stdout;
    expect(shown).toContain("1 to import, 0 to add, 1 to change, 0 to destroy");
    expect(shown).not.toMatch(/"beta"|warning/i);
    await workspace.apply();
    expect(await isServed(emulator)).toBe(true);
    await workspace.destroy("-target=flagform_environment_definition.d");
    const beta = await served(emulator, "production-key", "zoe", { country: "GB" });
    expect([beta["search"]?.enabled, (await served(emulator, "production-key", "ann"))["search"]?.enabled]).toEqual([
      true,
      false,
    ]);
  } finally {
    workspace.remove();
    await emulator.stop();
  }
});
