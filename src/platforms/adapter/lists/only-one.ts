import type { Named } from "../../port/named";
import { PlatformError } from "../../port/platform-error";

interface Choice {
  readonly noun: "project" | "organisation";
  /** What gives access: "API key". */
  readonly credential: string;
  /** The setting that names one: "project in the provider block". */
  readonly setting: string;
  /** What to do if there is none; a sentence. */
  readonly ifNone: string;
}

/** What is meant if the configuration names none: the only one that the credential can access. */
export function onlyOne<T extends Named>(all: readonly T[], attempted: string, choice: Choice): T {
  const { noun, credential, setting, ifNone } = choice;
  const [only] = all;
  if (only && all.length === 1) return only;
  const names = all.slice(0, 5).map(({ name }) => `"${name}"`);
  throw new PlatformError({
    code: only ? "ambiguous" : "gone",
    attempted,
    reason: only
      ? `none is set, and the ${credential} can access ${all.length}`
      : `the ${credential} cannot access any ${noun}`,
    nextStep: only ? `Set ${setting} to one of ${names.join(", ")}${all.length > 5 ? ", …" : ""}.` : ifNone,
    subject: noun,
  });
}
