import type { HttpHooks } from "../../../src/http/http-options";
import type { HttpRequest } from "../../../src/http/request";
import { flagformProvider } from "../../../src/resources/provider/provider";
import { hclog } from "../../../src/terraform/server/transport/hclog";
import { startInProcess } from "../../../src/terraform/start-in-process";
import { Driver } from "../../../src/testing/driver";
import { DriverError } from "../../../src/testing/failure";
import type { Plan } from "../../../src/testing/plan";
import { renderPlan } from "../../../src/testing/render-plan";
import { stackOf, type Started, type Subject } from "../../secrets/subjects";
import { asText, errorText, leaks, spellingsOf } from "../../support/canary";
import { SOURCE } from "../../support/platform-workbench";
import { ParallelClock } from "../../support/virtual-clock";
import type { Behaviour } from "./behaviours";

/** What is done while the server is hostile. */
export const OPERATIONS = ["read", "plan check", "write", "list"] as const;
export type Operation = (typeof OPERATIONS)[number];

/** What an operation came to. */
export interface Outcome {
  readonly requests: number;
  readonly milliseconds: number;
  readonly errors: readonly string[];
  readonly leaks: readonly string[];
  readonly told: string;
}

/** More than any behaviour is stated to take: whoever goes on for ever is stopped, and fails. */
const MOST_REQUESTS = 20_000;
const START = 1_000_000;

/** One platform with a flag in place, whose server can turn hostile for one operation. */
export class HostileWorkbench {
  private clock = new ParallelClock();
  private logged: string[] = [];
  private intercept: HttpHooks["intercept"];
  private readonly settled: Driver;
  private planned: Plan | undefined;
  /** Paths that only an exact refresh reads. */
  private exact = new Set<string>();
  private turns = 0;

  private constructor(
    private readonly subject: Subject,
    private readonly started: Started,
  ) {
    const now = (): ParallelClock => this.clock;
    const hooks: HttpHooks = {
      get clock() {
        return now();
      },
      intercept: async (request, signal) => this.intercept?.(request, signal),
      variables: {},
    };
    const log = hclog("flagform", { TF_LOG: "trace" }, (line) => this.logged.push(line));
    this.settled = new Driver({
      source: SOURCE,
      launch: () => startInProcess(flagformProvider("0.0.0-test", hooks), { log }),
    });
  }

  static async start(subject: Subject): Promise<HostileWorkbench> {
    const workbench = new HostileWorkbench(subject, await subject.start());
    await workbench.settled.apply(workbench.stack());
    const swept = await workbench.pathsOf(() => workbench.settled.plan(workbench.stack()));
    const exact = await workbench.pathsOf(() => workbench.settled.plan(workbench.stack({ refresh: "exact" })));
    workbench.exact = new Set(exact.filter((path) => !swept.includes(path)).map((path) => path.replace(/\/$/, "")));
    workbench.planned = await workbench.settled.plan(workbench.stack({}, "changed"));
    return workbench;
  }

  stop(): Promise<void> {
    return this.started.server.stop();
  }

  private stack(settings: object = {}, description?: string): object {
    return stackOf({ ...this.started.provider(this.started.server.url), ...settings }, description);
  }

  private async pathsOf(work: () => Promise<unknown>): Promise<string[]> {
    const paths: string[] = [];
    this.intercept = ({ path }) => {
      paths.push(path);
      return Promise.resolve(undefined);
    };
    await work();
    this.intercept = undefined;
    return paths;
  }

  /** Lets the server behave so at all requests that the operation is about. */
  async run(operation: Operation, behaviour: Behaviour): Promise<Outcome> {
    const { canary } = this.subject;
    // Texts for people are cut: each spelling is the first one once.
    const spellings = spellingsOf(canary);
    const turn = this.turns++ % spellings.length;
    const echo = [...spellings.slice(turn), ...spellings.slice(0, turn)].join(" ");
    const root = this.started.server.url;
    this.logged.length = 0;
    this.clock = new ParallelClock();
    let count = 0;
    this.intercept = async (request, signal) => {
      if (!this.isMeant(operation, request)) return undefined;
      if (++count > MOST_REQUESTS) throw new Error("too many requests");
      return behaviour.answer({ request, signal, count, echo, root, advance: (time) => this.clock.advance(time) });
    };
    const driver = this.settled.withState(
      operation === "plan check" ? { ...this.settled.state, instances: [] } : this.settled.state,
    );
    const kept: Record<string, string> = {};
    let errors: readonly string[] = [];
    let told = "";
    try {
      if (operation === "write" && this.planned) {
        const { warnings } = await driver.apply(this.planned);
        told = asText(warnings);
      } else {
        const plan = await driver.plan(this.stack(operation === "read" ? { refresh: "exact" } : {}));
        told = asText(plan.diagnostics);
        kept["plan"] = asText([plan.changes, plan.drift, plan.internals.refreshed]);
        kept["plan as text"] = renderPlan(plan);
      }
    } catch (error) {
      if (!(error instanceof DriverError)) throw error;
      errors = error.diagnostics.map(({ summary, detail }) => `${summary}. ${detail}`);
      told = asText([error.diagnostics, error.warnings]);
      kept["error"] = errorText(error);
    } finally {
      this.intercept = undefined;
    }
    const places = { ...kept, told, state: asText(driver.state), log: this.logged.join("") };
    return {
      ...{ requests: count, milliseconds: this.clock.now() - START, errors, leaks: leaks(canary, places) },
      told: errors.join("\n"),
    };
  }

  private isMeant(operation: Operation, { method, path }: HttpRequest): boolean {
    if (operation === "write") return method !== "GET";
    // Some servers ask for a slash at the end.
    return operation === "read" ? this.exact.has(path.replace(/\/$/, "")) : true;
  }
}
