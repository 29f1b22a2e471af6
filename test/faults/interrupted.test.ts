import { PLATFORMS, PlatformWorkbench, refusal } from "../support/platform-workbench";
import { ADDRESSES, stackThat } from "./operations";

/** Ctrl-C while the platform has asked for an hour's pause: these tests end only if the wait does. */
const LONG = { kind: "throttle", retryAfter: 1800, times: 0 } as const;

test.each(PLATFORMS)(
  "%s: a wait ends with Ctrl-C, what was made is in the state, and the next apply does the rest",
  async (name) => {
    const workbench = await PlatformWorkbench.start(name);
    const stop = new AbortController();
    const untilItWaits = setInterval(() => {
      if (workbench.logged.some((line) => line.includes("asks for fewer requests"))) stop.abort();
    }, 5);
    try {
      const plan = await workbench.plan(stackThat(true));
      const writes = await workbench.requestsOf(() => Promise.resolve());
      expect(writes).toEqual([]);
      // The flag is made; what its environments serve is not.
      workbench.server.fault({ ...LONG, method: "PATCH" });
      workbench.server.fault({ ...LONG, method: "PUT", nth: name === "vercel" ? 2 : 1 });
      if (name === "split") workbench.server.fault({ ...LONG, method: "POST", nth: 2 });
      const diagnostics = await refusal(workbench.driver.apply(plan, { signal: stop.signal }));
      expect(JSON.stringify(diagnostics)).toMatch(/[Ss]topped|interrupted/);
      expect(workbench.driver.state.instances.map(({ address, status }) => [address, status])).toEqual([
        ["flagform_feature_flag.f", "ready"],
      ]);
      workbench.server.clearFaults();
      await workbench.apply(stackThat(true));
      expect(workbench.driver.state.instances.map(({ address }) => address).sort()).toEqual(ADDRESSES);
      expect((await workbench.plan(stackThat(true))).empty).toBe(true);
    } finally {
      clearInterval(untilItWaits);
      await workbench.stop();
    }
  },
);
