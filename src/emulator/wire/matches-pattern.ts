import { createContext, Script } from "node:vm";

const LIMIT_MS = 1000;
const SEARCH = new Script("new RegExp(pattern, flags).test(text)");

/**
 * Whether a pattern that somebody else wrote is found in a text. Such patterns may never finish, and the emulator has
 * other callers: a match that takes longer than a second counts as not found. Throws a SyntaxError for an invalid
 * pattern.
 */
export function matchesPattern(pattern: string, text: string, flags = ""): boolean {
  new RegExp(pattern, flags);
  try {
    return SEARCH.runInContext(createContext({ pattern, flags, text }), { timeout: LIMIT_MS }) === true;
  } catch (failure) {
    if (failure instanceof Error && "code" in failure && failure.code === "ERR_SCRIPT_EXECUTION_TIMEOUT") return false;
    throw failure;
  }
}
