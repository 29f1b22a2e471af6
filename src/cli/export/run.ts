import { writeFileSync } from "node:fs";
import { flagdDefinitions, type LeftOut } from "../../export/flagd/definitions";
import { openFeatureManifest } from "../../export/openfeature";
import type { PlatformName, World } from "../../serving/world/world";
import { UsageError } from "../command/command";
import type { Io } from "../terminal/io";
import { styled } from "../terminal/style";
import { systemReason } from "../terminal/system-error";
import { flagsOf } from "./flags-of";

interface ExportValues {
  readonly platform: PlatformName | undefined;
  readonly out: string | undefined;
}

export async function exportOpenFeature(given: string, { platform, out }: ExportValues, io: Io): Promise<number> {
  const { worlds, descriptions } = await flagsOf(given, platform, io);
  const { document, leftOut } = openFeatureManifest(worlds, descriptions);
  return finish("openfeature", document, leftOut, out, io);
}

export async function exportFlagd(
  given: string,
  { platform, out, environment }: ExportValues & { readonly environment: string | undefined },
  io: Io,
): Promise<number> {
  const { worlds } = await flagsOf(given, platform, io);
  const name = environmentIn(worlds, environment);
  const parts = worlds.filter(({ definitions }) => definitions.has(name)).map((world) => flagdDefinitions(world, name));
  const [only, ...more] = parts;
  if (!only || more.length > 0)
    throw new UsageError(
      `there are flags of ${parts.length} projects with the environment ${name}, and flagd's definitions are of one`,
    );
  return finish("flagd", only.document, only.leftOut, out, io);
}

/** The environment that was asked for, else the only one. */
function environmentIn(worlds: readonly World[], asked: string | undefined): string {
  const all = [...new Set(worlds.flatMap(({ definitions }) => [...definitions.keys()]))].sort();
  const [only] = all;
  if (only === undefined) throw new UsageError("there is no flag that is defined in an environment");
  if (asked === undefined && all.length > 1)
    throw new UsageError(`flags are defined in ${all.join(", ")}. Choose one with --environment`);
  if (asked !== undefined && !all.includes(asked))
    throw new UsageError(`no flag is defined in ${JSON.stringify(asked)}. There are flags in ${all.join(", ")}`);
  return asked ?? only;
}

function finish(command: string, document: object, leftOut: readonly LeftOut[], out: string | undefined, io: Io): number {
  const text = `${JSON.stringify(document, null, 2)}\n`;
  if (out === undefined) io.out(text);
  else write(out, text);
  for (const { flag, because } of leftOut)
    io.err(styled("yellow", `flagform export ${command}:`), ` ${flag} is left out: ${because}\n`);
  return 0;
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (cause) {
    throw new UsageError(`cannot write ${file}: ${systemReason(cause)}. Choose another file with --out`);
  }
}
