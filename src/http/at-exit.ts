const last = new Set<() => void>();

/**
 * Calls the listener when the process ends. Registers one process listener for all, because Node warns about many. Returns a
 * function that removes it.
 */
export function atExit(say: () => void): () => void {
  if (last.size === 0) process.once("exit", sayAll);
  last.add(say);
  return () => {
    last.delete(say);
    if (last.size === 0) process.removeListener("exit", sayAll);
  };
}

function sayAll(): void {
  for (const say of last) say();
}
