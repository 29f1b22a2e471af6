/**
 * What was made of lists, made once for the same lists: they are replaced when something changes, never changed. Thousands of resources
 * ask the same list, and each would otherwise go through all of it.
 */
export function memoizeByIdentity<S extends readonly [object, ...object[]], T>(
  make: (...sources: S) => T,
): (...sources: S) => T {
  const known = new WeakMap<object, { readonly sources: S; readonly made: T }>();
  return (...sources) => {
    const last = known.get(sources[0]);
    if (last && last.sources.length === sources.length && last.sources.every((each, index) => each === sources[index]))
      return last.made;
    const made = make(...sources);
    known.set(sources[0], { sources, made });
    return made;
  };
}
