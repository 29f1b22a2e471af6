import { adopt, type Adopted } from "../../adopt/adopt";
import { namesIn } from "../../adopt/folder";
import { allOf } from "../../adopt/inventory/adopted";
import type { OverrideMode } from "../../adopt/inventory/overrides";
import { changesText, resultOf } from "../../adopt/plan/plan-imports";
import { CREDENTIALS, providerBlock, SettingError } from "../../adopt/provider-settings";
import { Session } from "../../adopt/session";
import { DiagnosticError } from "../../terraform/diagnostic";
import { UsageError } from "../command/command";
import type { Io } from "../terminal/io";
import { styled } from "../terminal/style";
import { failedCall, systemReason } from "../terminal/system-error";
import { loadPackages } from "./packages";

interface Values {
  readonly platform: "flagsmith" | "split" | "vercel" | "mixpanel";
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
      progress: (text) => {
        io.progress(`${session.platform}: ${text} …`);
      },
    });
    io.progress("");
    for (const each of notices) io.err(styled("yellow", "note:"), ` ${each.replace(/\s+/g, " ")}\n`);
    return tell(adopted, { out, format }, io);
  } catch (cause) {
    io.progress("");
    signal.throwIfAborted();
    if (failedCall(cause) !== undefined)
      throw new Error(`cannot write to ${out}: ${systemReason(cause)}. Choose another folder.`);
    throw cause instanceof DiagnosticError ? new Error(inWords(cause)) : cause;
  }
}

function requireRoom(out: string): void {
  let names: readonly string[];
  try {
    names = namesIn(out);
  } catch (cause) {
    throw new UsageError(`cannot write to ${out}: ${systemReason(cause)}.`);
  }
  if (names.length === 0) return;
  const shown = names.slice(0, 5).join(", ");
  const more = names.length > 5 ? ` and ${String(names.length - 5)} more` : "";
  throw new UsageError(`${out} is not empty (${shown}${more}), and nothing is overwritten: name a new folder with --out.`);
}

function settingsOf({ platform, project, set }: Values) {
  try {
    return providerBlock(platform, project, set);
  } catch (cause) {
    throw cause instanceof SettingError ? new UsageError(cause.message) : cause;
  }
}

/** What was written, what was left out, and what the plan says. */
function tell(
  { inventory, plan, leftOut, planned }: Adopted,
  { out, format }: { readonly out: string; readonly format: string },
  io: Io,
): number {
  const { flags, segments, definitions, overrides } = inventory;
  const { imports, changes } = resultOf(plan);
  const kinds = [
    counted(flags.length, "flag"),
    counted(definitions.length, "definition"),
    counted(segments.length, "segment"),
    ...(overrides.length > 0 ? [counted(overrides.length, "override")] : []),
  ];
  io.out(`${out}: ${kinds.join(", ")}\n`);
  for (const note of inventory.notes) io.out(styled("yellow", "note"), ` ${note}\n`);
  for (const { what, why } of leftOut) io.out(styled("yellow", "left out"), ` ${what}: ${why}\n`);
  if (planned === "resources" && format === "typescript")
    io.out(
      "cdktf is not installed here, so that the program was not run: the same resources were planned. To plan the program itself, run npx cdktf diff in the folder.\n",
    );
  if (changes.length === 0 && imports === allOf(inventory).length) {
    io.out(styled("green", `${counted(imports, "import")}, nothing to change`), "\n");
    return 0;
  }
  io.out(`${changesText(plan)}\n`);
  io.out(
    styled("red", `${counted(imports, "import")}, and ${counted(changes.length, "change")}`),
    ": change the files until the plan only imports, or apply what it says.\n",
  );
  return 1;
}

function counted(count: number, noun: string): string {
  return `${String(count)} ${noun}${count === 1 ? "" : "s"}`;
}

function inWords({ diagnostics }: DiagnosticError): string {
  return diagnostics.map(({ summary, detail }) => `${summary}. ${detail}`).join(" ");
}
