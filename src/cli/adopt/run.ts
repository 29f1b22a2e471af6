import { adopt } from "../../adopt/adopt";
import type { OverrideMode } from "../../adopt/inventory/overrides";
import { CREDENTIALS, providerBlock, SettingError } from "../../adopt/provider-settings";
import { Session } from "../../adopt/session";
import type { PlatformName } from "../../resources/provider/provider-attributes";
import { DiagnosticError } from "../../terraform/diagnostic";
import { UsageError } from "../command/command";
import type { Io } from "../terminal/io";
import { styled } from "../terminal/style";
import { failedCall, systemReason } from "../terminal/system-error";
import { tellAdopted } from "./adopted";
import { listLosses, tellMove } from "./move";
import { loadPackages } from "./packages";
import { requireRoom } from "./room";
import { targetOf, type TargetOptions } from "./target";

interface Values extends TargetOptions {
  readonly platform: PlatformName;
  readonly out: string;
  readonly project: string | undefined;
  readonly environment: readonly string[];
  readonly flag: readonly string[];
  readonly format: "typescript" | "hcl" | undefined;
  readonly overrides: OverrideMode | undefined;
  readonly identities: boolean;
  readonly set: readonly string[];
}

/** `flagform adopt`, up to its exit code. */
export async function runAdopt(values: Values, io: Io): Promise<number> {
  const { platform, out, format = "typescript", overrides = "listed" } = values;
  requireRoom(out);
  const block = settingsOf(values);
  const signal = io.interruption();
  const target = targetOf(values, { signal, list: (losses) => listLosses(losses, io) });
  const notices: string[] = [];
  const notice = (summary: string, detail: string): void => void notices.push(`${summary}. ${detail}`);
  try {
    const session = await Session.open(block, { signal, notice });
    const adopted = await adopt(session, {
      environments: values.environment,
      flags: values.flag,
      overrides,
      identities: values.identities,
      format,
      out,
      credential: CREDENTIALS[platform],
      load: format === "typescript" ? loadPackages() : undefined,
      signal,
      ...(target && { target }),
      progress: (text) => {
        io.progress(`${session.platform}: ${text} …`);
      },
    });
    io.progress("");
    for (const each of notices) io.err(styled("yellow", "note:"), ` ${each.replace(/\s+/g, " ")}\n`);
    if (target) return tellMove(adopted, { out, platform: target.title }, io);
    return tellAdopted(adopted, { out, format }, io);
  } catch (cause) {
    io.progress("");
    signal.throwIfAborted();
    if (failedCall(cause) !== undefined)
      throw new Error(`cannot write to ${out}: ${systemReason(cause)}. Choose another folder.`);
    throw cause instanceof DiagnosticError ? new Error(inWords(cause)) : cause;
  }
}

function settingsOf({ platform, project, set }: Values) {
  try {
    return providerBlock(platform, project, set);
  } catch (cause) {
    throw cause instanceof SettingError ? new UsageError(cause.message) : cause;
  }
}

function inWords({ diagnostics }: DiagnosticError): string {
  return diagnostics.map(({ summary, detail }) => `${summary}. ${detail}`).join(" ");
}
