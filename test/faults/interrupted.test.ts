import { PLATFORMS, PlatformLab } from "../four-platforms/platform-lab";
import { refusal } from "../resources/lab";
import { ADDRESSES, stackThat } from "./operations";

/** Ctrl-C while the platform has asked for an hour's pause: these tests end only if the wait does. */
const LONG = { kind: "throttle", retryAfter: 1800, times: 0 } as const;

test.each(PLATFORMS)(
  "%s: a wait ends with Ctrl-C, what was made is in the state, and the next apply does the rest",
  async (name) => {
    const lab = await PlatformLab.start(name);
    const stop = new AbortController();
    const untilItWaits = setInterval(() => {
      if (lab.logged.some((line) => line.includes("asks for fewer requests"))) stop.abort();
    }, 5);
    try {
      const plan = await lab.plan(stackThat(true));
      const writes = await lab.requestsOf(() => Promise.resolve());
      expect(writes).toEqual([]);
      // The flag is made; what its environments serve is not.
      lab.server.fault({ ...LONG, method: "PATCH" });
      lab.server.fault({ ...LONG, method: "PUT", nth: name === "vercel" ? 2 : 1 });
      if (name === "split") lab.server.fault({ ...LONG, method: "POST", nth: 2 });
      const diagnostics = await refusal(lab.driver.apply(plan, { signal: stop.signal }));
      expect(JSON.stringify(diagnostics)).toMatch(/[Ss]topped|interrupted/);
      expect(lab.driver.state.instances.map(({ address, status }) => [address, status])).toEqual([
        ["flagform_feature_flag.f", "ready"],
      ]);
      lab.server.clearFaults();
      await lab.apply(stackThat(true));
      expect(lab.driver.state.instances.map(({ address }) => address).sort()).toEqual(ADDRESSES);
      expect((await lab.plan(stackThat(true))).empty).toBe(true);
    } finally {
      clearInterval(untilItWaits);
      await lab.stop();
    }
  },
);
