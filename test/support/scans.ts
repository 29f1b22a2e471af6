import { AsyncLocalStorage } from "node:async_hooks";

/**
 * Counts how many elements of lists and maps some work goes through: what grows with the square of a project's size shows here,
 * whatever the machine does meanwhile. Only what the work itself does, and what it starts, is counted.
 */
export async function elementsVisited(work: () => Promise<unknown>): Promise<number> {
  const tally = { visited: 0 };
  const restore = watch();
  try {
    await counting.run(tally, work);
  } finally {
    restore();
  }
  return tally.visited;
}

const counting = new AsyncLocalStorage<{ visited: number }>();

function count(elements: number): void {
  const tally = counting.getStore();
  if (tally) tally.visited += elements;
}

type Method = (this: unknown, ...given: unknown[]) => unknown;
type Callback = (...given: unknown[]) => unknown;

/** These end early: what they looked at is what their callback was asked. */
const SEARCHES = ["find", "findIndex", "findLast", "some", "every"] as const;
/** These go through all, or may. */
const WALKS = ["filter", "map", "flatMap", "forEach", "reduce", "includes", "indexOf", "slice", "concat", "flat"] as const;

function watch(): () => void {
  const restores = [
    ...SEARCHES.map((name) =>
      replace(Array.prototype, name, (original) => {
        return function (this: unknown, callback: unknown, ...more: unknown[]) {
          const counted: Callback = (...given) => {
            count(1);
            return (callback as Callback)(...given);
          };
          return original.call(this, counted, ...more);
        };
      }),
    ),
    ...WALKS.map((name) =>
      replace(Array.prototype, name, (original) => {
        return function (this: unknown, ...given: unknown[]) {
          count((this as readonly unknown[]).length);
          return original.apply(this, given);
        };
      }),
    ),
    // Copying a map sets each of its entries anew.
    replace(Map.prototype, "set", (original) => {
      return function (this: unknown, ...given: unknown[]) {
        count(1);
        return original.apply(this, given);
      };
    }),
  ];
  return () => {
    for (const restore of restores) restore();
  };
}

function replace(prototype: object, name: string, by: (original: Method) => Method): () => void {
  const descriptor = Object.getOwnPropertyDescriptor(prototype, name);
  if (!descriptor) throw new Error(`there is no ${name}`);
  Object.defineProperty(prototype, name, { ...descriptor, value: by(descriptor.value as Method) });
  return () => {
    Object.defineProperty(prototype, name, descriptor);
  };
}
