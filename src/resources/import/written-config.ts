import { PlatformError } from "../../platforms/port/platform-error";
import { type Diagnostic, DiagnosticError } from "../../terraform/diagnostic";
import { member } from "../../terraform/values/equality";

/** Generated configuration names the parents as people do: an id stays only where there is no name. */
export function namesOnly<C extends object>(config: C, nouns: readonly ("environment" | "flag" | "segment")[]): C {
  const named = nouns.filter((noun) => (member(config, noun) ?? null) !== null);
  return { ...config, ...Object.fromEntries(named.map((noun) => [`${noun}_id`, null])) };
}

/** What checks refuse; what cannot be found out refuses nothing. */
export async function refusing(checks: () => Promise<void>): Promise<readonly Diagnostic[]> {
  try {
    await checks();
    return [];
  } catch (cause) {
    if (cause instanceof DiagnosticError) return cause.diagnostics;
    if (cause instanceof PlatformError && cause.code !== "cancelled") return [];
    throw cause;
  }
}
