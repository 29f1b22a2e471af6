import { bystanderOf } from "../../faults/bystander";
import { PLATFORMS, PlatformWorkbench } from "../../support/platform-workbench";
import { isWrite, startRequestRelay } from "../../support/request-relay";
import { Workspace } from "../../support/terraform-workspace";
import { neutralStack } from "../neutral-stack";

/** As killed-provider.test.ts, on the platforms beside Flagsmith: a Terraform per write takes its time, so only in deep runs. */

const OTHERS = PLATFORMS.filter((name) => name !== "flagsmith");

describe.each(OTHERS)("%s", (name) => {
  test("killed after each write of an apply: the next apply converges, with nothing lost, doubled or tainted", async () => {
    let expected: unknown;
    let writes = Infinity;
    let kills = 0;
    for (let fatal = 0; fatal <= writes; fatal++) {
      const workbench = await PlatformWorkbench.start(name);
      const relay = await startRequestRelay({ url: workbench.server.url, key: "" });
      const workspace = new Workspace(relay, { FLAGSMITH_MASTER_API_KEY: "" });
      try {
        workspace.configure(neutralStack(workbench, {}, relay.url));
        await workspace.init();
        if (fatal > 0) {
          let isKilled = false;
          relay.onAnswer(isWrite, ({ count }) => {
            if (count !== fatal) return;
            isKilled = true;
            workspace.killProvider();
          });
          const { code } = await workspace.run("apply", "-input=false", "-auto-approve");
          // Edits that meet go out as one: an apply may have a write less than another.
          expect({ fatal, code }).toEqual({ fatal, code: isKilled ? 1 : 0 });
          kills += Number(isKilled);
          relay.letPass();
        }
        await workspace.apply();
        const state = await workspace.state();
        expect(Object.keys(state)).toHaveLength(5);
        expect(Object.values(state).filter(({ tainted }) => tainted)).toEqual([]);
        const everything = bystanderOf(workbench).everything();
        if (fatal === 0) {
          expected = everything;
          writes = workbench.server.requests().filter(isWrite).length;
        }
        expect({ fatal, everything }).toEqual({ fatal, everything: expected });
        expect(await workspace.planIsEmpty()).toBe(true);
      } finally {
        workspace.remove();
        await relay.stop();
        await workbench.stop();
      }
    }
    process.stdout.write(
      `${name}: killed after ${String(kills)} of ${String(writes)} writes, one in each run, and converged\n`,
    );
  });
});
