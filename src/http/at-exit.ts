const last = new Set<() => void>();

/** Has something said when the process ends; one listener for all, for Node counts them. Gives back a way to take it back. */
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
