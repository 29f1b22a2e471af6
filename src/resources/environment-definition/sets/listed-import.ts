import { DiagnosticError, error } from "../../../terraform/diagnostic";
import type { OverrideKeys } from "./listed-overrides";

/**
 * An import knows no configuration, so it finds every override that there is. The import id of a definition that lists its overrides can
 * say which of them it is about, and then the plan is about these alone:
 * `production/checkout?overrides=listed&segment=beta&identity=ann`.
 */

const MODE = "overrides";
const SETS = { segment: "segment_overrides", identity: "identity_overrides" } as const;

interface DefinitionImportId {
  /** The part that names the flag and the environment. */
  readonly unit: string;
  readonly overrides: "exact" | "listed" | null;
  readonly keys: OverrideKeys;
}

export function parseDefinitionId(id: string): DefinitionImportId {
  const start = id.lastIndexOf(`?${MODE}=`);
  const keys = { segment_overrides: [] as string[], identity_overrides: [] as string[] };
  if (start < 0) return { unit: id, overrides: null, keys };
  const [[, mode] = [], ...named] = [...new URLSearchParams(id.slice(start))];
  if (mode !== "listed" && mode !== "exact") throw refused(id, `overrides is "${mode ?? ""}"`);
  if (mode === "exact" && named.length > 0) throw refused(id, "an exact set takes all overrides, and names none");
  for (const [kind, name] of named) {
    if (kind !== "segment" && kind !== "identity") throw refused(id, `it has "${kind}"`);
    if (name === "") throw refused(id, `a ${kind} is without a name`);
    keys[SETS[kind]].push(name);
  }
  return { unit: id.slice(0, start), overrides: mode, keys };
}

export function formatListedId(unit: string, keys: OverrideKeys): string {
  const named = (["segment", "identity"] as const).flatMap((kind) =>
    keys[SETS[kind]].map((name) => `&${kind}=${encodeURIComponent(name)}`),
  );
  return `${unit}?${MODE}=listed${named.join("")}`;
}

function refused(id: string, why: string): DiagnosticError {
  return new DiagnosticError(
    error(
      `"${id}" is not an import id of this resource`,
      `What follows the "?" is wrong: ${why}. It has the form ?overrides=listed&segment=<name>&identity=<identifier>, with as many segments and identities as the configuration lists, percent-encoded; or ?overrides=exact.`,
    ),
  );
}
