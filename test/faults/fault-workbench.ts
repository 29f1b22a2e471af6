import type { HttpHooks } from "../../src/http/http-options";
import type { SentRequest } from "../../src/http/request";
import { DriverError } from "../../src/testing/failure";
import { hastyClock } from "../support/clocks";
import { type PlatformName, PlatformWorkbench, type WorkbenchOptions } from "../support/platform-workbench";
import { type Bystander, bystanderOf, inAnyOrder, type Person } from "./bystander";
import type { Kind } from "./kinds";
import { BOTH, FLAG, type Operation, OPERATIONS } from "./operations";

/** Where silence is awaited. A request that takes longer for want of a processor is sent again, as it would be. */
const IMPATIENT = 300;

/** What a platform holds after an operation: as it was asked, and with a stranger's change in it. */
interface Expected {
  readonly alone: unknown;
  readonly withStranger: unknown;
}

export interface Struck {
  /** `PATCH /path`, or what somebody wrote; undefined where the operation had fewer requests this time. */
  readonly request: string | undefined;
  /** Whether the operation failed, and had to be repeated. */
  readonly failed: boolean;
}

/** One platform, on which operations run with one fault each and must end as without. */
export class FaultWorkbench {
  private readonly expected = new Map<Operation, Expected>();
  private readonly counts = new Map<Operation, number>();
  private strangerCame = false;

  private constructor(
    private readonly workbench: PlatformWorkbench,
    private readonly bystander: Bystander,
    private readonly wire: Wire,
  ) {}

  static async start(name: PlatformName, options: WorkbenchOptions): Promise<FaultWorkbench> {
    const wire: Wire = { patience: undefined, answered: () => undefined };
    const hooks: HttpHooks = {
      clock: hastyClock(),
      onRequest: (request) => wire.answered(request),
      get answerTimeout() {
        return wire.patience ?? 60_000;
      },
    };
    const workbench = await PlatformWorkbench.start(name, { hooks, ...options });
    const made = new FaultWorkbench(workbench, bystanderOf(workbench), wire);
    await made.settle();
    return made;
  }

  /** Whether something was left that another round would meet. */
  isSpent = false;
  private repeatedCreate = false;

  stop(): Promise<void> {
    return this.workbench.stop();
  }

  /** How many requests an operation has without faults. */
  requestsOf(operation: Operation): number {
    return this.counts.get(operation) ?? 0;
  }

  /** Another stack beside ours, then two rounds without faults, which say what is to be expected. */
  private async settle(): Promise<void> {
    this.bystander.settle();
    await this.workbench.newDriver().apply(this.workbench.stack(THEIRS));
    for (const operation of OPERATIONS) {
      const requests = await this.workbench.requestsOf(() => operation.run(this.workbench));
      this.counts.set(operation, requests.length);
      if (operation.name === "create") this.add("neighbour");
      this.expected.set(operation, { alone: this.bystander.everything(), withStranger: undefined });
    }
    for (const operation of OPERATIONS) {
      await operation.run(this.workbench);
      if (operation.name === "create") for (const each of ["neighbour", "stranger"] as const) this.add(each);
      const alone = this.expected.get(operation)?.alone;
      this.expected.set(operation, { alone, withStranger: this.bystander.everything() });
    }
  }

  private add(person: Person): boolean {
    return this.bystander.addTo(FLAG, person);
  }

  /** Runs an operation without a fault. */
  async run(operation: Operation): Promise<void> {
    await operation.run(this.workbench);
    if (operation.name === "create") this.add("neighbour");
    if (!operation.leaves) this.strangerCame = false;
  }

  /** Runs an operation with a fault at its nth request, again without if it failed, and holds what came of it. */
  async survive(operation: Operation, kind: Kind, nth: number): Promise<Struck> {
    const before = this.workbench.server.requests().length;
    const wasThere = this.strangerCame;
    this.strike(kind, nth);
    const error = await failureOf(operation.run(this.workbench));
    const writes = this.strangerCame && !wasThere;
    this.workbench.server.clearFaults();
    Object.assign(this.wire, { patience: undefined, answered: () => undefined });
    if (operation.name === "create") this.repeatedCreate = error !== undefined;
    if (error) {
      expectWords(error);
      await operation.run(this.workbench);
    }
    await this.expectAsWithout(operation);
    const struck = this.workbench.server
      .requests()
      .slice(before)
      .find(({ fault }) => fault !== undefined);
    const request = struck ? `${struck.method} ${struck.path}` : writes ? "another's write" : undefined;
    return { request, failed: error !== undefined };
  }

  private strike({ fault }: Kind, nth: number): void {
    if (fault !== "writer") {
      this.workbench.server.fault({ ...fault, nth });
      if (fault.kind === "delay") this.wire.patience = IMPATIENT;
      return;
    }
    let count = 0;
    this.wire.answered = (request) => {
      count += 1;
      if (count < nth || this.strangerCame || isLastLook(this.workbench.name, request)) return;
      this.strangerCame = this.add("stranger");
    };
  }

  private async expectAsWithout(operation: Operation): Promise<void> {
    const { leaves } = operation;
    if (operation.name === "create") this.add("neighbour");
    const expected = this.expected.get(operation);
    const actual = this.bystander.everything();
    // What an interrupted create left was taken over, and somebody else is served by it since: then the flag stays.
    this.isSpent = !leaves && this.repeatedCreate && JSON.stringify(actual).includes("neighbour");
    if (this.isSpent) expect(this.workbench.driver.state.instances).toEqual([]);
    else if (this.strangerCame && leaves) expect(inAnyOrder(actual)).toEqual(inAnyOrder(expected?.withStranger));
    else expect(actual).toEqual(expected?.alone);
    const { instances } = this.workbench.driver.state;
    expect(instances.filter(({ status, deposed }) => status !== "ready" || deposed !== undefined)).toEqual([]);
    expect(instances.map(({ address }) => address).sort()).toEqual(leaves ? BOTH : []);
    if (leaves) expect((await this.workbench.plan(leaves)).actions()).toEqual({});
    else this.strangerCame = false;
  }
}

interface Wire {
  patience: number | undefined;
  answered: (request: SentRequest) => void;
}

/**
 * Mixpanel has nothing but whole documents, and no versions of them: the provider looks once more just before it writes one,
 * and what somebody writes in between is lost to whoever writes last. Everywhere else they may come at any time.
 */
function isLastLook(platform: PlatformName, { method, path }: SentRequest): boolean {
  return platform === "mixpanel" && method === "GET" && /\/feature-flags\/[^/?]+$/.test(path);
}

const THEIR_FLAG = {
  flag: "${flagform_feature_flag.f.key}",
  flag_id: "${flagform_feature_flag.f.id}",
  environment: "production",
};
const THEIRS = {
  feature_flag: { f: { key: "theirs", type: "boolean", description: "Somebody else's" } },
  environment_definition: { d: { ...THEIR_FLAG, enabled: true } },
  identity_override: {
    i: { ...THEIR_FLAG, identity: "user-42", enabled: false, depends_on: ["flagform_environment_definition.d"] },
  },
};

async function failureOf(work: Promise<unknown>): Promise<DriverError | undefined> {
  try {
    await work;
    return undefined;
  } catch (error) {
    if (error instanceof DriverError) return error;
    throw error;
  }
}

/** What was attempted, what the other side said, and what to do now. */
function expectWords({ diagnostics }: DriverError): void {
  for (const { severity, summary, detail } of diagnostics) {
    if (severity !== "error") continue;
    expect(summary).toMatch(
      /^(Could not|There is no|No permission to) [a-zA-Z]+ .+|^[A-Z]\w+ at \S+ does not accept|^What answers at \S+ is not/,
    );
    expect(detail).toMatch(/^\S[^]+[.!?)]\n\n[A-Z][^]+\.$/);
  }
}
