import type { HttpHooks } from "../../src/http/http-options";
import { DriverError } from "../../src/testing/failure";
import { FakeWire, rawAnswer, silence } from "../support/fake-wire";
import { PLATFORMS, PlatformWorkbench } from "../support/platform-workbench";
import { VirtualClock } from "../support/virtual-clock";

/** A host that makes a run wait: people see it once, with whatever ends next, and they see why. */

const STACK = (description: string) => ({ feature_flag: { f: { key: "checkout", type: "boolean", description } } });

describe.each(PLATFORMS)("%s", (name) => {
  let clock: VirtualClock;
  let intercept: HttpHooks["intercept"];
  let workbench: PlatformWorkbench;

  beforeAll(async () => {
    const hooks: HttpHooks = {
      get clock() {
        return clock;
      },
      intercept: async (request, signal) => intercept?.(request, signal),
    };
    clock = new VirtualClock();
    workbench = await PlatformWorkbench.start(name, { hooks });
  });
  beforeEach(() => {
    clock = new VirtualClock();
    intercept = undefined;
  });
  afterAll(() => workbench.stop());

  /** The first request meets it so many times before it is sent. */
  function throttled(times: number, seconds: number): void {
    let first: string | undefined;
    let left = times;
    const wire = new FakeWire(() => rawAnswer(429, {}, { "Retry-After": String(seconds) }));
    intercept = async (request, signal) => {
      first ??= request.path;
      return request.path === first && left-- > 0 ? wire.intercept(request, signal) : undefined;
    };
  }

  const waits = (diagnostics: readonly { readonly summary: string; readonly severity: string; readonly detail: string }[]) =>
    diagnostics.filter(({ summary }) => summary.startsWith("Waiting for "));

  test("a plan and its apply each say once that they had to wait, and for how long", async () => {
    throttled(3, 45);
    const plan = await workbench.plan(STACK("one"));
    const [said, ...more] = waits(plan.diagnostics);
    expect(more).toEqual([]);
    expect(said).toMatchObject({ severity: "warning", summary: `Waiting for ${new URL(workbench.server.url).host}` });
    expect(said?.detail).toMatch(/asks for fewer requests: the run waited 45 s/);
    throttled(3, 45);
    const { warnings } = await workbench.driver.apply(plan);
    expect(waits(warnings)).toHaveLength(1);
  });

  test("many short waits of one request are a long one", async () => {
    throttled(4, 9);
    expect(waits((await workbench.plan(STACK("two"))).diagnostics)).toHaveLength(1);
    throttled(2, 9);
    expect(waits((await workbench.plan(STACK("two"))).diagnostics)).toEqual([]);
  });

  test("it is said beside the error, too, where the run fails in the end", async () => {
    throttled(Infinity, 1800);
    const error: unknown = await workbench.plan(STACK("three")).catch((thrown: unknown) => thrown);
    if (!(error instanceof DriverError)) throw error;
    expect(waits(error.warnings)).toHaveLength(1);
    expect(error.message).toContain("a run waits for at most one hour");
  });

  test("a server that takes a request and says nothing for half a minute is named", async () => {
    let isFirst = true;
    intercept = async (_request, signal) => {
      if (!isFirst) return undefined;
      isFirst = false;
      void clock.advance(120_000);
      return silence(signal);
    };
    expect(waits((await workbench.plan(STACK("four"))).diagnostics)).toEqual([
      expect.objectContaining({
        detail: expect.stringContaining("accepted a request and did not answer it for 30 s") as string,
      }),
    ]);
  });
});
