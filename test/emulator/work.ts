/** Methods that look at every member, or at all of them in the worst case. */
const OF_LISTS = [
  "every",
  "filter",
  "find",
  "findIndex",
  "flatMap",
  "forEach",
  "includes",
  "indexOf",
  "map",
  "reduce",
  "some",
];
const OF_MAPS = ["entries", "forEach", "keys", "values", Symbol.iterator];

/** How many members of lists and maps some work looks at: unlike time, the same on every machine. */
export function lookedAt(work: () => unknown): number {
  let count = 0;
  const watched = [
    ...OF_LISTS.map((name) => watch(Array.prototype, name, (list: unknown[]) => (count += list.length))),
    ...OF_MAPS.map((name) => watch(Map.prototype, name, (map: Map<unknown, unknown>) => (count += map.size))),
  ];
  try {
    work();
  } finally {
    for (const end of watched) end();
  }
  return count;
}

function watch<T extends object>(prototype: T, name: PropertyKey, look: (self: T) => void): () => void {
  const own = Object.getOwnPropertyDescriptor(prototype, name);
  const method = own?.value as ((...args: unknown[]) => unknown) | undefined;
  if (!own || !method) throw new Error(`there is no ${String(name)}`);
  const value = function (this: T, ...args: unknown[]): unknown {
    look(this);
    return method.apply(this, args);
  };
  Object.defineProperty(prototype, name, { ...own, value });
  return () => {
    Object.defineProperty(prototype, name, own);
  };
}
