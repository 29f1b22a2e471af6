// Who is served what, before anything is deployed: node --test. Needs no Terraform, no account and no network.
import assert from "node:assert/strict";
import { test } from "node:test";
import { App } from "cdktf";
import { Annotations, readPersonas, Served } from "flagform/testing";
import { checkoutStack } from "./stack.mjs";

const stack = () => checkoutStack(new App());
const served = await new Served(stack()).apply();
const personas = await readPersonas(new URL("personas.json", import.meta.url));

test("beta testers get the new checkout in production", () => {
  const tester = served.persona(personas["beta tester"]);
  tester.in("production").gets("checkout-item-limit", { enabled: true, value: 50 }).because("segment beta testers");
});

test("whoever is too young, or does not pay, keeps the classic checkout", () => {
  const tester = served.persona(personas["beta tester"]);
  tester.with({ age: 17 }).in("production").gets("checkout-item-limit", false).because("default");
  tester.with({ plan: "free" }).in("production").gets("checkout-item-limit", false);
});

test("the support desk can order as much as it likes", () => {
  served.for("support-desk").in("production").gets("checkout-item-limit", 500).because("identity support-desk");
});

test("everybody has the new checkout in staging", () => {
  served.share("checkout-item-limit").in("staging").isAbout({ 100: 100 });
});

test("nobody is served anything else by accident", () => {
  assert.deepEqual(served.matrix(personas), {
    production: {
      "checkout-item-limit": {
        anyone: "off, 10, because of default",
        "beta tester": "on, 50, because of segment beta testers",
        "french customer": "off, 10, because of default",
      },
    },
    staging: {
      "checkout-item-limit": {
        anyone: "on, 100, because of default",
        "beta tester": "on, 100, because of default",
        "french customer": "on, 100, because of default",
      },
    },
  });
});

test("the stack says nothing that somebody should read before it is deployed", () => {
  Annotations.from(stack()).isQuiet();
  assert.deepEqual(served.warnings, []);
});
