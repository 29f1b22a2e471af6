/** The value of a map's own key: what every object inherits ("constructor", say) is no entry, however somebody names an identity. */
export function own<V>(map: Readonly<Record<string, V>> | null | undefined, key: string): V | undefined {
  return map && Object.hasOwn(map, key) ? map[key] : undefined;
}
