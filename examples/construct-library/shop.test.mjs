import assert from "node:assert/strict";
import test from "node:test";
import { App, Testing } from "cdktf";
import { ReleaseFlag } from "./release-flag.mjs";
import { shop } from "./shop.mjs";

/** A flag's definition in one environment, as Terraform gets it. */
function definition(flag, environment) {
  const { resource } = JSON.parse(Testing.synth(shop(new App())));
  const all = Object.values(resource.flagform_environment_definition);
  return all.find((each) => each.flag === flag && each.environment === environment);
}

test("a flag is on in staging, and in production for the pilots only", () => {
  assert.equal(definition("gift-cards", "staging").enabled, true);
  const production = definition("gift-cards", "production");
  assert.equal(production.enabled, false);
  assert.deepEqual(Object.keys(production.segment_overrides), ["pilot"]);
});

test("a released flag is on for everyone, without an override", () => {
  const production = definition("wish-list", "production");
  assert.equal(production.enabled, true);
  assert.deepEqual(production.segment_overrides, {});
});

test("a key that does not follow the rules is refused at synth", () => {
  const app = new App();
  const stack = shop(app);
  assert.throws(() => new ReleaseFlag(stack, "wrong", { key: "Wrong Key" }), /lower-case letters/);
});
