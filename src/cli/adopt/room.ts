import { namesIn } from "../../adopt/folder";
import { UsageError } from "../command/command";
import { systemReason } from "../terminal/system-error";

/** The folder to write is new or empty: nothing is overwritten. */
export function requireRoom(out: string): void {
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
