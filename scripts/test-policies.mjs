// Runs the policies of examples/review on reviews of recorded plans, with engines from PyPI: npm run test:policies.
import { strict as assert } from "node:assert";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { join, resolve } from "node:path";

/** Rego by regorus, and jq itself. */
const PACKAGES = ["opa-eval==0.1.1", "jq==1.13.0"];
const site = resolve("node_modules", ".cache", "policies");

const EXPECTED = {
  "all-at-once": {
    block: ["new-checkout in production moves too many users at once: 100 percent"],
    dangers: [],
    labelled: [],
    moved: ["production\tnew-checkout\t100 %"],
  },
  "kill-lifted": {
    block: ["new-search in production moves too many users at once: 100 percent"],
    dangers: [
      "kill-lifted needs the label incident-over on the pull request: new-search in production is killed, and the apply ends that: everyone else gets on",
    ],
    labelled: [],
    moved: ["production\tnew-search\t100 %"],
  },
  "rollout-step": { block: [], dangers: [], labelled: [], moved: ["production\tengine\t20 %"] },
  "secret-values": {
    block: ["item-limit in production moves too many users at once: 100 percent"],
    dangers: [],
    labelled: [],
    moved: ["production\titem-limit\t100 %"],
  },
};

function missing(what) {
  console.log(
    `NOT TESTED: the example policies on reviews, because ${what}\nWhat it takes: python3 with pip, and "pip install ${PACKAGES.join(" ")}".`,
  );
  process.exit(0);
}

function run(file, argv, options = {}) {
  return spawnSync(file, argv, { encoding: "utf8", ...options });
}

if (run("python3", ["--version"]).status !== 0) missing("there is no python3 on PATH");
if (!existsSync(join(site, "opa_eval")) || !existsSync(join(site, "jq"))) {
  mkdirSync(site, { recursive: true });
  const quiet = ["--quiet", "--disable-pip-version-check", "--no-input", "--no-deps", "--upgrade"];
  const pip = run("python3", ["-m", "pip", "install", ...quiet, "--target", site, ...PACKAGES]);
  if (pip.status !== 0)
    missing(`pip could not install their engines:\n${pip.stderr.trim().split("\n").slice(-3).join("\n")}`);
}

for (const [name, expected] of Object.entries(EXPECTED)) {
  const plan = join("test", "fixtures", "plans", "1.11", `${name}.json`);
  const review = run(process.execPath, [join("lib", "flagform.js"), "review", plan, "--format", "json"]);
  assert.equal(review.status, 0, review.stderr);
  const script = join("test", "review", "policies", "run.py");
  const said = run("python3", [script], { input: review.stdout, env: { ...process.env, PYTHONPATH: site } });
  assert.equal(said.status, 0, said.stderr);
  assert.deepEqual(JSON.parse(said.stdout), expected, name);
  console.log(`${name}: as expected`);
}
