import { createContext, Script } from "node:vm";

const LIMIT_MS = 1000;
const SEARCH = new Script("new RegExp(pattern, flags).test(text)");

/** One for all, because making one takes longer than most searches. */
const asked = { pattern: "", text: "", flags: "" };
const CONTEXT = createContext(asked);

/**
 * Whether a pattern is found in a text; undefined: it is no pattern. Patterns are other people's, and one can take for ever: after a
 * second it is taken not to be found.
 */
export function findsPattern(pattern: string, text: string, flags = ""): boolean | undefined {
  try {
    Object.assign(asked, { pattern, text, flags });
    return SEARCH.runInContext(CONTEXT, { timeout: LIMIT_MS }) === true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "ERR_SCRIPT_EXECUTION_TIMEOUT" ? false : undefined;
  }
}
