import { readFileSync } from "node:fs";
import { join } from "node:path";
import { stackOf, type Started, SUBJECTS } from "../secrets/subjects";
import { asText, expectNoLeak, filesUnder, leaks, type Places } from "../support/canary";
import { DEEP } from "../support/fast-check";
import { startParrot } from "../support/parrot";
import { Workspace } from "../support/terraform-workspace";

/** The real Terraform at its most talkative: what it prints, writes and saves tells no credential. */

const SERVER_KEY = { flagform_server_key: { k: { name: "ci", environment: "production" } } };

let workspace: Workspace;
let started: Started;
afterEach(async () => {
  workspace.remove();
  await started.server.stop();
});

async function open(start: () => Promise<Started>): Promise<void> {
  started = await start();
  workspace = new Workspace({ url: started.server.url, key: "" });
  for (const name of ["FLAGSMITH_HOST", "FLAGSMITH_MASTER_API_KEY", "FLAGSMITH_PROJECT"]) delete workspace.env[name];
  Object.assign(workspace.env, started.variables, { TF_LOG: "trace" });
}

/** What the workspace is given is not what the run makes of it: the provider's own files are left out. */
function written(): Places {
  return Object.fromEntries(Object.entries(filesUnder(workspace.directory)).filter(([path]) => !path.startsWith("mirror/")));
}

/** One in the normal suite; test/secrets/ has all of them, in process. */
const TALKATIVE = DEEP ? SUBJECTS : SUBJECTS.slice(0, 1);

test.each(TALKATIVE)(
  "$name: no output, log, saved plan, state or file tells the credential",
  async ({ name, canary, start }) => {
    await open(start);
    // From the environment alone: what a configuration says, Terraform keeps in a saved plan.
    const stack = stackOf(started.provider(started.server.url, false)) as { readonly resource: object };
    const withKey = name === "Flagsmith" ? { ...stack, resource: { ...stack.resource, ...SERVER_KEY } } : stack;
    workspace.write("main.tf.json", JSON.stringify({ ...withKey, ...REQUIRED }));
    const init = await workspace.run("init", "-input=false", `-plugin-dir=${workspace.mirror}`);
    const plan = await workspace.succeed("plan", "-input=false", "-out=plan");
    const shown = await workspace.succeed("show", "-json", "plan");
    const apply = await workspace.succeed("apply", "-input=false", "plan");
    expect(apply.output).toMatch(/\[TRACE\]/);
    const places = { init: init.output, plan: plan.output, shown: shown.output, apply: apply.output };
    expect(Object.keys(written())).toEqual(expect.arrayContaining(["plan/tfplan", "terraform.tfstate"]));
    expectNoLeak(canary, { ...places, ...written(), recorded: asText(started.server.requests()) });

    const parrot = await startParrot(() => ({ kind: "json", status: 401 }));
    try {
      const hosts = Object.keys(started.variables).filter((each) => each.endsWith("_HOST"));
      for (const each of hosts) workspace.env[each] = parrot.url;
      workspace.env["FLAGFORM_ALLOW_SCOPE_CHANGE"] = "1";
      workspace.write("main.tf.json", JSON.stringify({ ...stackOf(started.provider(parrot.url, false)), ...REQUIRED }));
      const refused = await workspace.run("plan", "-input=false");
      expect(refused.code).toBe(1);
      expect(parrot.heard.length).toBeGreaterThan(0);
      expectNoLeak(canary, { refused: refused.output, ...written() });
    } finally {
      await parrot.stop();
    }
    if (name === "Flagsmith") expectServerKeyHidden(places);
  },
);

/** A server key is in the state, which says so of it, and nowhere else. */
function expectServerKeyHidden({ shown = "", ...printed }: Places): void {
  const state = readFileSync(join(workspace.directory, "terraform.tfstate"), "utf8");
  const key = /"key": "(ser\.[^"]+)"/.exec(state)?.[1] ?? "";
  expect(key.length).toBeGreaterThan(20);
  const own = { secret: key.slice("ser.".length), prefix: "ser." };
  expect(leaks(own, { state })).toHaveLength(1);
  expectNoLeak(own, { ...printed, shown });
}

const REQUIRED = { terraform: { required_providers: { flagform: { source: "flagform/flagform" } } } };
