import type { VercelEmulator } from "../../../src/emulator/vercel/emulator";
import type { Flag, Segment } from "../../../src/emulator/vercel/store/records";
import { OfficialEngine } from "../../emulator/vercel/official-engine";
import { FALLBACK } from "../../support/emulated-platforms";
import { answerOf, type VendorEngine } from "./vendor-engine";

const PATH = "/v1/projects/Shop/feature-flags";

/** @vercel/flags-core, which asks the clock itself. */
export function openVercel(server: VercelEmulator, now: number): VendorEngine {
  const { data: segments } = answerOf<{ data: readonly Segment[] }>(server, `${PATH}/segments`);
  const engines = new Map<string, OfficialEngine>();
  const engineOf = (flag: string): OfficialEngine => {
    const engine = engines.get(flag) ?? new OfficialEngine(answerOf<Flag>(server, `${PATH}/flags/${flag}`), segments);
    engines.set(flag, engine);
    return engine;
  };
  return {
    serve(flag, { identity, traits }) {
      const clock = jest.spyOn(Date, "now").mockReturnValue(now);
      try {
        const { reason, value } = engineOf(flag).evaluate("production", { user: { id: identity, ...traits } });
        return Promise.resolve({ served: reason === "error" ? FALLBACK : value });
      } finally {
        clock.mockRestore();
      }
    },
    close: () => Promise.resolve(),
  };
}
