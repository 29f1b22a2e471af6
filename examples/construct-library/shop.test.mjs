import assert from "node:assert/strict";
import test from "node:test";
import { App, Testing } from "cdktf";
import { ReleaseFlag } from "./release-flag.mjs";
import { shop } from "./shop.mjs";

/** The definitions of the stack, by flag and environment. */
function definitions() {
  const json = JSON.parse(Testing.synth(shop(new App())));
  return Object.values(json.resource.flagform_environment_definition);
}

test("a flag is on in staging, and in production for the pilots only", () => {
  const [staging, production] = definitions();
  assert.equal(staging.enabled, true);
  assert.equal(production.enabled, false);
  assert.deepEqual(Object.keys(production.segment_overrides), ["pilot"]);
});

test("a released flag is on for everyone, without an override", () => {
  const [, , , production] = definitions();
  assert.equal(production.enabled, true);
  assert.equal(production.segment_overrides, undefined);
});

test("a key that does not follow the rules is refused at synth", () => {
  const app = new App();
  const stack = shop(app);
  assert.throws(() => new ReleaseFlag(stack, "wrong", { key: "Wrong Key" }), /lower-case letters/);
});
