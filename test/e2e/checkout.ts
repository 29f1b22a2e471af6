import type { FlagsmithEmulator } from "../../src/emulator/flagsmith/emulator";
import { type RequestRelay, startRequestRelay } from "../support/request-relay";
import { Workspace } from "../support/terraform-workspace";
import { STACK, startEmulator } from "./checkout-stack";

/** The checkout stack in an initialised directory; requests pass a relay, for tests that act in the middle of one. */
export interface Checkout {
  readonly emulator: FlagsmithEmulator;
  readonly relay: RequestRelay;
  readonly workspace: Workspace;
  stop(): Promise<void>;
}

export async function startCheckout(): Promise<Checkout> {
  const emulator = await startEmulator();
  const relay = await startRequestRelay(emulator);
  const workspace = new Workspace(relay);
  workspace.configure(STACK);
  await workspace.init();
  return {
    emulator,
    relay,
    workspace,
    async stop() {
      workspace.remove();
      await relay.stop();
      await emulator.stop();
    },
  };
}
