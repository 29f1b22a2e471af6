import type { Columns } from "../../model/flagsmith-settings";
import { notSupported } from "../../adapter/errors";
import { getOwn } from "../../../get-own";

/** Settings that are columns of Flagsmith's own: sent and read back under their own names. */

/** What an answer says of these columns; those that the server's release does not have are left out. */
export function columnsIn(answer: Readonly<Record<string, unknown>>, names: readonly string[]): Columns {
  const known = names.flatMap((name) => {
    const value = getOwn(answer, name);
    const isPlain = value === null || ["string", "number", "boolean"].includes(typeof value);
    return isPlain ? [[name, value as Columns[string]] as const] : [];
  });
  return Object.fromEntries(known);
}

/**
 * Plans below the right one make some settings read only, silently: the server answers 200 and keeps what it had. The same goes
 * for columns that its release does not have. Never an inconsistent result of Terraform's, always a word about it.
 */
export function refuseIgnored(sent: Columns, answered: Columns, attempted: string, after: string): void {
  for (const [name, value] of Object.entries(sent)) {
    const kept = getOwn(answered, name);
    if (kept === value) continue;
    throw notSupported(attempted, {
      reason:
        kept === undefined
          ? `the server has no setting ${name}`
          : `the server took ${name} = ${JSON.stringify(value)} without a word, and kept ${JSON.stringify(kept)}`,
      nextStep:
        kept === undefined
          ? `Leave ${name} out, or use a newer release of Flagsmith.${after}`
          : `The organisation's plan does not include it, most likely: leave ${name} out, or change the plan.${after}`,
      attribute: ["flagsmith", name],
    });
  }
}
