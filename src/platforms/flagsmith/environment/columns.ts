import { getOwn } from "../../../get-own";
import { notSupported } from "../../adapter/errors";
import type { Columns } from "../../model/flagsmith-settings";
import type { PlatformErrorSubject } from "../../port/platform-error";
import { refuseTrimmed } from "../api/trimmed";

/** Settings that are columns in Flagsmith: sent and read back under Flagsmith's names. */

/** The values of these columns in an answer; columns that the server's release does not have are left out. */
export function columnsIn(answer: Readonly<Record<string, unknown>>, names: readonly string[]): Columns {
  const known = names.flatMap((name) => {
    const value = getOwn(answer, name);
    const isPlain = value === null || ["string", "number", "boolean"].includes(typeof value);
    return isPlain ? [[name, value as Columns[string]] as const] : [];
  });
  return Object.fromEntries(known);
}

/** As {@link refuseTrimmed}, also for the columns, which are attributes of their own. */
export function refuseTrimmedTexts(
  attempted: string,
  subject: PlatformErrorSubject,
  texts: Readonly<Record<string, unknown>>,
  columns: Columns = {},
): void {
  refuseTrimmed(attempted, subject, texts);
  for (const [column, value] of Object.entries(columns)) {
    refuseTrimmed(attempted, subject, { [column]: value }, ["flagsmith", column]);
  }
}

/**
 * On smaller plans some settings are silently read only: the server answers 200 and keeps the old value. The same happens
 * for columns that its release does not have. This is reported as a clear error instead of Terraform's "inconsistent result".
 */
export function refuseIgnored(sent: Columns, answered: Columns, attempted: string, after: string): void {
  for (const [name, value] of Object.entries(sent)) {
    const kept = getOwn(answered, name);
    if (kept === value) continue;
    throw notSupported(attempted, {
      reason:
        kept === undefined
          ? `the server has no setting ${name}`
          : `the server took ${name} = ${JSON.stringify(value)} without an error, but kept ${JSON.stringify(kept)}`,
      nextStep:
        kept === undefined
          ? `Remove ${name}, or use a newer release of Flagsmith.${after}`
          : `Most likely the organisation's plan does not include it: remove ${name}, or change the plan.${after}`,
      attribute: ["flagsmith", name],
    });
  }
}
