import { hashOf } from "../../inventory/resource-names";

/** Words that are no names, or that generated code uses itself. */
const TAKEN = new Set(
  `abstract any arguments as async await boolean break case catch class const constructor continue debugger declare default delete do else
  enum eval export extends false finally for from function get if implements import in infer instanceof interface is keyof let module
  namespace never new null number object of package private protected public readonly require return set static string super switch
  symbol this throw true try type typeof undefined unique unknown var void while with yield
  exports global globalThis NaN Infinity process Object Array String Number Boolean Symbol Promise
  flag untyped stack project segments environments scope addFlags addSegments namedEnvironments`.split(/\s+/),
);

const LONGEST = 30;

/**
 * An identifier for each thing by its name, in camel case: `newCheckout` for `new-checkout`. Where two would be the same, or a name has
 * letters that are left out, a hash follows: the same things give the same identifiers each time.
 */
export function identifiers(
  things: readonly (readonly [key: string, name: string])[],
  taken: Iterable<string> = [],
): ReadonlyMap<string, string> {
  const used = new Set(taken);
  const wanted = [...new Map(things)].map(([key, name]) => [key, identifierOf(name)] as const);
  const times = new Map<string, number>();
  for (const [, identifier] of wanted) times.set(identifier, (times.get(identifier) ?? 0) + 1);
  return new Map(
    wanted.map(([key, identifier]) => {
      const isFree = (times.get(identifier) ?? 0) === 1 && !used.has(identifier) && !TAKEN.has(identifier);
      return [key, isFree ? identifier : `${identifier}${capital(hashOf(key))}`];
    }),
  );
}

function identifierOf(name: string): string {
  const plain = name.normalize("NFKD").replace(/[\u0300-\u036f]/g, "");
  const words = plain.split(/[^A-Za-z0-9]+/).filter((word) => word !== "");
  const [first = "", ...rest] = words;
  const joined = [lowerFirst(first), ...rest.map(capital)].join("");
  const begun = /^[0-9]/.test(joined) ? `_${joined}` : joined;
  const isWhole = joined !== "" && !/[^\u0000-\u024f]/.test(name.normalize("NFC")) && begun.length <= LONGEST;
  if (isWhole) return begun;
  return `${begun === "" ? "_" : begun.slice(0, LONGEST)}${capital(hashOf(name))}`;
}

/** `URLs` stays readable: `urls`; `newCheckout` stays as it is. */
function lowerFirst(word: string): string {
  const capitals = /^[A-Z]+/.exec(word)?.[0].length ?? 0;
  if (capitals <= 1 || capitals === word.length) return capitals === word.length ? word.toLowerCase() : lower(word, 1);
  return lower(word, capitals - 1);
}

function lower(word: string, count: number): string {
  return word.slice(0, count).toLowerCase() + word.slice(count);
}

function capital(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}
