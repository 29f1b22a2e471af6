/**
 * Runs constructs as cheaply as it can be done: cdktf takes a stack trace for each token, which is most of what a token takes. Whoever runs
 * the program itself has them.
 */
export function withoutTraces(work: () => void): void {
  const { captureStackTrace } = Error;
  Error.captureStackTrace = (target) => {
    Object.assign(target, { stack: "" });
  };
  try {
    work();
  } finally {
    Error.captureStackTrace = captureStackTrace;
  }
}

/**
 * cdktf keeps all tokens for as long as the process runs. Lets go of those that were computed, with the constructs that they were computed
 * from. Others may be used again.
 */
export class ComputedTokens {
  private kept: ReadonlySet<string> | undefined;

  /** The first time, the tokens so far are the provider's, which stays. */
  forget(): void {
    const all = (Reflect.get(globalThis, "__cdktfTokenMap") as { readonly stringTokenMap?: unknown } | undefined)
      ?.stringTokenMap;
    if (!(all instanceof Map)) return;
    const tokens = all as Map<string, unknown>;
    this.kept ??= new Set(tokens.keys());
    for (const [key, token] of tokens) if (isComputed(token) && !this.kept.has(key)) tokens.delete(key);
  }
}

function isComputed(token: unknown): boolean {
  return typeof token === "object" && token !== null && "producer" in token;
}
