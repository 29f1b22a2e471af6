import type { FlagsmithEmulator } from "../../../src/emulator/flagsmith/emulator";
import type { MixpanelEmulator } from "../../../src/emulator/mixpanel/emulator";
import type { SplitEmulator } from "../../../src/emulator/split/emulator";
import type { VercelEmulator } from "../../../src/emulator/vercel/emulator";
import type { PlatformWorkbench } from "../../support/platform-workbench";
import type { VendorEngine } from "./vendor-engine";

/** The vendor's engine with what the workbench's server has now. Of the four only what is used is loaded. */
export async function openVendorEngine({ name, server }: PlatformWorkbench, now: number): Promise<VendorEngine> {
  switch (name) {
    case "flagsmith":
      return (await import("./flagsmith")).openFlagsmith(server as FlagsmithEmulator);
    case "split":
      return (await import("./split")).openSplit(server as SplitEmulator);
    case "vercel":
      return (await import("./vercel")).openVercel(server as VercelEmulator, now);
    case "mixpanel":
      return (await import("./mixpanel")).openMixpanel(server as MixpanelEmulator);
  }
}
