import { createContext, Script } from "node:vm";

const LIMIT_MS = 1000;
const PLACE = createContext({});
const SEARCH = new Script("new RegExp(pattern, flags).test(text)");

/**
 * Whether a pattern that somebody else wrote is found in a text. Such patterns may never finish, and the emulator has
 * other callers: a match that takes longer than a second counts as not found. Throws a SyntaxError for an invalid
 * pattern.
 */
export function matchesPattern(pattern: string, text: string, flags = ""): boolean {
  new RegExp(pattern, flags);
  Object.assign(PLACE, { pattern, flags, text });
  try {
    // On a busy machine, a second may pass without a step: only what could take long is watched.
    return SEARCH.runInContext(PLACE, endsSoon(pattern) ? {} : { timeout: LIMIT_MS }) === true;
  } catch (failure) {
    if (isTimeout(failure)) return false;
    throw failure;
  }
}

/** One repetition at most, without alternatives and options: there are few ways to try. */
function endsSoon(pattern: string): boolean {
  const plain = pattern.replaceAll("(?:", "(");
  return !/[?|]|\\[1-9k]|\)[*+{]/.test(plain) && (plain.match(/[*+{]/g) ?? []).length <= 1;
}

/** Also of another realm, as tests run in one: it is no instance of this one's Error. */
function isTimeout(failure: unknown): boolean {
  return (
    typeof failure === "object" && failure !== null && "code" in failure && failure.code === "ERR_SCRIPT_EXECUTION_TIMEOUT"
  );
}
