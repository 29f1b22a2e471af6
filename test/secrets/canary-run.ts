import { flagformProvider } from "../../src/resources/provider/provider";
import { hclog } from "../../src/terraform/server/transport/hclog";
import { startServer } from "../../src/terraform/start-server";
import { Driver } from "../../src/testing/driver";
import { renderPlan } from "../../src/testing/render-plan";
import { asText, errorText, type Places } from "../support/canary";
import { hastyClock } from "../support/clocks";
import { SOURCE } from "../support/platform-workbench";

/** The provider, driven in-process at its most talkative, with everything that comes of it kept. */
export class CanaryRun {
  private readonly logged: string[] = [];
  private readonly kept: Record<string, string> = {};
  private readonly driver: Driver;
  private steps = 0;

  /** `variables`: where proxies are looked for. */
  constructor(variables?: NodeJS.ProcessEnv) {
    const log = hclog("flagform", { TF_LOG: "trace" }, (line) => this.logged.push(line));
    const hooks = { clock: hastyClock(), answerTimeout: 2_000, ...(variables && { variables }) };
    this.driver = new Driver({
      source: SOURCE,
      launch: () => startServer(flagformProvider("0.0.0-test", hooks), { log }),
    });
  }

  /** Plans and applies; gives the words of what failed, if anything did. */
  async apply(stack: object, options: { readonly destroy?: boolean } = {}): Promise<string | undefined> {
    const step = String(++this.steps);
    try {
      const plan = await this.driver.plan(stack, options);
      this.kept[`plan ${step} as text`] = renderPlan(plan);
      this.kept[`plan ${step} as JSON`] = asText([plan.changes, plan.drift, plan.diagnostics, plan.internals.refreshed]);
      const { warnings, outputs } = await this.driver.apply(plan);
      this.kept[`diagnostics of ${step}`] = asText([warnings, outputs]);
      return undefined;
    } catch (error) {
      this.kept[`error of ${step}`] = errorText(error);
      return error instanceof Error ? error.message : String(error);
    } finally {
      this.kept[`state after ${step}`] = asText(this.driver.state);
    }
  }

  /** All that it produced so far. */
  places(more: Places = {}): Places {
    return { ...this.kept, log: this.logged.join(""), ...more };
  }
}
