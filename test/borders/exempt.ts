/** What is not walked, with the reasons. */

type Exempt = Readonly<Record<string, string>>;

const RESOURCES = [
  ...["feature_flag", "segment", "environment_definition", "segment_override", "identity_override", "environment"],
] as const;

/** Settings of other platforms are passed by, whatever they say; a base of its own holds some. */
export function settingsOf(...platforms: readonly string[]): Exempt {
  return each(
    platforms.flatMap((platform) => RESOURCES.map((resource) => `${resource}.${platform}`)),
    "a setting of another platform is passed by",
  );
}

/** Resources that the platform has nothing for: each plan of one is refused. */
export function lacking(...resources: readonly string[]): Exempt {
  return each(resources, "the platform has none, which its own test holds");
}

/** What stands beside `split` and `rollout` where the platform takes neither. */
export function servesNo(branch: "split" | "rollout", ...places: readonly string[]): Exempt {
  return each(
    places.map((place) => `${place}.serve.${branch}`),
    `no ${branch} can be said there: any is refused`,
  );
}

/** What stands inside of rules that have none inside them. */
export function noInnerRules(...places: readonly string[]): Exempt {
  return each(
    places.map((place) => `${place}.rules[]`),
    "all conditions must match there, and a rule has none inside it: any is refused",
  );
}

function each(patterns: readonly string[], reason: string): Exempt {
  return Object.fromEntries(patterns.map((pattern) => [pattern, reason]));
}
