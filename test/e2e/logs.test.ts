import { type Checkout, startCheckout } from "./checkout";
import { STACK } from "./checkout-stack";

/** What Terraform shows of the provider's log, and what it must never show. */

let emulator: Checkout["emulator"];
let workspace: Checkout["workspace"];
let stop: Checkout["stop"];

beforeEach(async () => {
  ({ emulator, workspace, stop } = await startCheckout());
});
afterEach(() => stop());

/** The lines that Terraform took for log lines of the provider, by the level it took them for. */
function providerLines(output: string): Record<string, string[]> {
  const lines: Record<string, string[]> = {};
  for (const [, level = "", text = ""] of output.matchAll(
    /^\S+ \[(\w+)\] +provider\.terraform-provider-flagform_v[\d.]+: (.*)$/gm,
  )) {
    // What the plugin host itself says of the process has no structure of ours.
    if (/^(plugin|configuring|starting|waiting|using)\b/.test(text)) continue;
    (lines[level] ??= []).push(text);
  }
  return lines;
}

const requests = (lines: readonly string[] = []): string[] => lines.filter((text) => /^(GET|POST|PATCH) \/api\//.test(text));

test("TF_LOG=debug shows each request as a line of the provider at DEBUG; TF_LOG=info shows only what people should know", async () => {
  emulator.fault({ kind: "status", status: 503, method: "GET", path: "/api/v1/environments/", nth: 1, times: 1 });
  workspace.env["TF_LOG"] = "debug";
  const debug = providerLines((await workspace.succeed("plan", "-input=false")).output);
  expect(requests(debug["DEBUG"]).length).toBe(emulator.requests().length);
  expect(requests(debug["DEBUG"])[0]).toMatch(/^GET \/api\/v1\/\S+: .*status=\d+/);
  expect(debug["INFO"]).toEqual([expect.stringContaining("trying again in")]);

  emulator.clearFaults();
  emulator.fault({ kind: "status", status: 503, method: "GET", path: "/api/v1/environments/", nth: 1, times: 1 });
  workspace.env["TF_LOG"] = "info";
  const info = providerLines((await workspace.succeed("plan", "-input=false")).output);
  expect(info).toEqual({ INFO: [expect.stringContaining("trying again in")] });
});

test("TF_LOG=trace shows no credential, whether it comes from the environment or from the provider block", async () => {
  workspace.env["TF_LOG"] = "trace";
  const secret = emulator.key.slice(emulator.key.indexOf(".") + 1);
  const quiet = await workspace.succeed("apply", "-input=false", "-auto-approve");
  expect(quiet.output).toMatch(/\[TRACE\]/);
  expect(requests(providerLines(quiet.output)["DEBUG"]).length).toBeGreaterThan(10);
  expect(quiet.output).not.toContain(secret);

  delete workspace.env["FLAGSMITH_MASTER_API_KEY"];
  workspace.env["TF_VAR_key"] = emulator.key;
  workspace.configure(
    STACK.replace(
      'provider "flagform" {}',
      'variable "key" {\n  type      = string\n  sensitive = true\n}\n\nprovider "flagform" {\n  flagsmith = { api_key = var.key }\n}',
    ),
  );
  const given = await workspace.run("plan", "-input=false");
  expect(given.output).not.toContain(secret);
  expect(given.code).toBe(0);
});

test("an error of a wrong credential names what was attempted, and not the credential", async () => {
  const wrong = "wrongwrong.ThisIsNotTheKeyYouAreLookingFor0";
  workspace.env["FLAGSMITH_MASTER_API_KEY"] = wrong;
  workspace.env["TF_LOG"] = "trace";
  const output = await workspace.fail("plan", "-input=false");
  expect(output).toContain("Valid Master API Key not found.");
  expect(output).not.toContain("ThisIsNotTheKey");
});
