import { flagformProvider } from "../../resources/provider/provider";
import { startInProcess } from "../../terraform/start-in-process";
import { VERSION } from "../../version";
import type { Launch } from "../core/environment";
import { hastyTime } from "./platform/hasty-time";

/**
 * The Flagform provider in this process, for a {@link Driver}: `new Driver({ launch: launchFlagform() })`. It asks whatever host the
 * stack's provider block names, such as an emulator's, and waits for nothing.
 */
export function launchFlagform(): Launch {
  const clock = hastyTime();
  return () => startInProcess(flagformProvider(VERSION, { clock }));
}
