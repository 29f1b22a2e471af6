// Records test/fixtures/plans with the Terraform of PATH: node scripts/record-plans.mjs [SCENARIO …], after npm run build.
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { SCENARIOS } from "./record-plans/scenarios.mjs";

const PORT = 8791;
/** It is in the variables of every plan, and no review may show it. */
const SECRET = "c4naryThatNoReviewShows0123456789";

const work = mkdtempSync(join(tmpdir(), "flagform-plans-"));
const command = resolve("lib", "flagform.js");
writeFileSync(join(work, "terraformrc"), "");

const PROVIDERS = {
  flagsmith: { project: "Shop", flagsmith: { host: `http://127.0.0.1:${PORT}`, api_key: "${var.key}" } },
  split: { project: "Shop", split: { host: `http://127.0.0.1:${PORT}`, api_key: "${var.key}" } },
  vercel: { project: "Shop", vercel: { host: `http://127.0.0.1:${PORT}`, token: "${var.key}", team: "acme" } },
};

function terraform(directory, key, ...argv) {
  const { status, stdout, stderr } = spawnSync("terraform", argv, {
    cwd: directory,
    encoding: "utf8",
    maxBuffer: 1e9,
    env: {
      ...process.env,
      CHECKPOINT_DISABLE: "1",
      TF_CLI_CONFIG_FILE: join(work, "terraformrc"),
      TF_VAR_key: key,
      TF_VAR_limit: "1357913579",
    },
  });
  if (status !== 0) throw new Error(`terraform ${argv.join(" ")} failed\n${stdout}\n${stderr}`);
  return stdout;
}

function write(directory, { platform, withoutProvider, moved }, resource) {
  const own = { required_providers: { flagform: { source: "flagform/flagform" } } };
  const stack = {
    variable: { key: { type: "string", sensitive: true }, limit: { type: "number", sensitive: true } },
    ...(!withoutProvider && { terraform: own, provider: { flagform: PROVIDERS[platform] } }),
    ...(moved && { moved }),
    resource,
  };
  writeFileSync(join(directory, "main.tf.json"), JSON.stringify(stack));
}

function folder(name) {
  const directory = join(work, name);
  mkdirSync(directory, { recursive: true });
  const mirror = join(directory, "terraform.d", "plugins");
  const { status, stderr } = spawnSync(process.execPath, [command, "provider", "--dir", mirror], { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  return directory;
}

async function record(name, scenario) {
  const { platform, first, others, then, argv = [] } = scenario;
  const key = platform === "flagsmith" ? `admin000.${SECRET}` : SECRET;
  const emulator = spawn(process.execPath, [command, "emulator", platform, "--port", String(PORT), "--key", key]);
  try {
    await new Promise((ready) => emulator.stdout.once("data", ready));
    const directory = folder(name);
    write(directory, { ...scenario, moved: undefined }, first ?? then);
    terraform(directory, key, "init", "-input=false");
    if (first) terraform(directory, key, "apply", "-input=false", "-auto-approve");
    if (others) {
      const elsewhere = folder(`${name}-others`);
      write(elsewhere, scenario, others);
      terraform(elsewhere, key, "init", "-input=false");
      terraform(elsewhere, key, "apply", "-input=false", "-auto-approve");
    }
    write(directory, scenario, then);
    terraform(directory, key, "plan", "-input=false", "-out=plan", ...argv);
    const plan = JSON.parse(terraform(directory, key, "show", "-json", "plan"));
    const [, version] = /^(\d+\.\d+)/.exec(plan.terraform_version) ?? [];
    const target = join("test", "fixtures", "plans", version);
    mkdirSync(target, { recursive: true });
    writeFileSync(
      join(target, `${name}.json`),
      `${JSON.stringify({ ...plan, timestamp: "2026-11-29T00:00:00Z" }, null, 1)}\n`,
    );
    console.log(`${name}: Terraform ${plan.terraform_version}`);
  } finally {
    emulator.kill();
    await new Promise((ended) => emulator.once("exit", ended));
  }
}

const names = process.argv.slice(2);
try {
  for (const [name, scenario] of Object.entries(SCENARIOS))
    if (names.length === 0 || names.includes(name)) await record(name, scenario);
} finally {
  rmSync(work, { recursive: true });
}
