import { readExpectations, unmetExpectations } from "../../export/expectations";
import type { PlatformName } from "../../serving/world/world";
import { UsageError } from "../command/command";
import { decoded, readGiven } from "../review/plan-text";
import type { Io } from "../terminal/io";
import { styled } from "../terminal/style";
import { messageOf } from "../terminal/system-error";
import { flagsOf } from "./flags-of";

interface CheckValues {
  readonly expects: readonly string[];
  readonly platform: PlatformName | undefined;
}

/** Of a plan that lacks what an application needs. */
const UNMET = 3;

export async function runCheck(given: string, { expects, platform }: CheckValues, io: Io): Promise<number> {
  const expected = expects.map((file) => ({ file, expectations: expectationsIn(file) }));
  const { worlds } = await flagsOf(given, platform, io);
  const unmet = expected.flatMap(({ file, expectations }) =>
    unmetExpectations(expectations, worlds).map((what) => `${file}: ${what}`),
  );
  for (const line of unmet) io.err(styled("red", "flagform check:"), ` ${line}\n`);
  if (unmet.length > 0) return UNMET;
  const count = expected.reduce((sum, { expectations }) => sum + Object.keys(expectations.flags).length, 0);
  io.out(
    styled("green", `${String(count)} expected ${count === 1 ? "flag is" : "flags are"} as the applications need them`),
    "\n",
  );
  return 0;
}

function expectationsIn(file: string) {
  const text = decoded(readGiven(file));
  try {
    return readExpectations(text);
  } catch (cause) {
    throw new UsageError(`${file} ${messageOf(cause)}. See flagform check --help`);
  }
}
