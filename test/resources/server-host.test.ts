import { flagformProvider } from "../../src/resources/provider/provider";
import { startInProcess } from "../../src/terraform/start-in-process";
import { Driver } from "../../src/testing/driver";
import { DriverError } from "../../src/testing/failure";
import { SOURCE } from "../support/platform-workbench";
import { NO_ROOTS, READABLE, TYPED_SECRET, UNREADABLE } from "../support/server-addresses";

/** The host of a platform's server, in the provider block or in the environment: one rule for all four, and for the constructs. */

const SETTINGS = {
  flagsmith: { api_key: "admin000.neverSentAnywhere" },
  split: { api_key: "neverSentAnywhere" },
  vercel: { token: "neverSentAnywhere" },
  mixpanel: { username: "me", secret: "neverSentAnywhere", environments: { production: { project: "1" } } },
};
const PLATFORMS = Object.entries(SETTINGS);

const environment = { ...process.env };
afterEach(() => (process.env = { ...environment }));

/** Plans a new flag, without a request; what is said of it. */
async function planned(platform: string, settings: object) {
  const driver = new Driver({ source: SOURCE, launch: () => startInProcess(flagformProvider("0.0.0-test")) });
  const provider = { platform, plan_checks: false, [platform]: settings };
  const resource = { flagform_feature_flag: { f: { key: "checkout", type: "boolean" } } };
  return driver.plan({ provider: { flagform: [provider] }, resource }).then(
    (plan) => plan.diagnostics,
    (error: unknown) => {
      if (error instanceof DriverError) return error.diagnostics;
      throw error;
    },
  );
}

describe.each(PLATFORMS)("%s", (platform, settings) => {
  const variable = `${platform.toUpperCase()}_HOST`;

  test("what is no root is refused before anything is sent, and is not repeated", async () => {
    for (const fault of FAULTS) {
      const said = await planned(platform, { ...settings, host: exampleOf(fault) });
      expect(said).toHaveLength(1);
      expect(said[0]).toMatchObject({ severity: "error", summary: SUMMARIES[fault], path: [platform, "host"] });
      expect(JSON.stringify(said)).not.toContain(TYPED_SECRET);
    }
  });

  test("likewise in the environment, whose variable is named", async () => {
    const fault = FAULTS[PLATFORMS.findIndex(([name]) => name === platform) % FAULTS.length] ?? "no address";
    process.env[variable] = exampleOf(fault);
    const said = await planned(platform, settings);
    expect(said).toHaveLength(1);
    expect(said[0]).toMatchObject({ severity: "error", summary: SUMMARIES[fault] });
    expect(said[0]?.detail).toContain(variable);
    expect(JSON.stringify(said)).not.toContain(TYPED_SECRET);
  });

  test("one that is read on the way is warned of, wherever it is given", async () => {
    const [address = ""] = READABLE;
    const [inBlock, ...more] = await planned(platform, { ...settings, host: address });
    expect(more).toEqual([]);
    expect(inBlock).toMatchObject({ severity: "warning", summary: WARNING, path: [platform, "host"] });
    process.env[variable] = address;
    const [inVariable] = await planned(platform, settings);
    expect(inVariable).toMatchObject({ severity: "warning", summary: WARNING });
    expect(inVariable?.detail).toContain(variable);
  });

  test("and none that is not", async () => {
    const host = UNREADABLE.at(-1);
    expect(await planned(platform, { ...settings, host })).toEqual([]);
  });
});

type Fault = keyof typeof SUMMARIES;
const FAULTS: readonly Fault[] = ["no address", "query or fragment", "user or password"];
const exampleOf = (fault: Fault): string => NO_ROOTS.filter(([, each]) => each === fault).at(-1)?.[0] ?? "";

const WARNING = "The credential is sent unencrypted";
const SUMMARIES = {
  "no address": "The host is not a valid address",
  "query or fragment": "The host contains a query or a fragment",
  "user or password": "The host contains a user name or password",
};
