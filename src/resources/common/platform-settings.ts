import { getOwn } from "../../get-own";
import type { DefinitionSettings, FlagPlatformSettings, SegmentPlatformSettings } from "../../platforms/model/settings";
import { optional, t } from "../../terraform/schema";
import { isWhollyKnown } from "../../terraform/value";
import { atLeast, atMost, both, oneOf } from "./checks";
import { same } from "./known";

/** The nested attributes with a platform's name. Other platforms ignore them, so that one stack can be used for several. */

export const flagPlatformAttributes = {
  split: optional(
    t.settings({
      traffic_type: optional(
        t.string,
        "The kind of key that the flag is for (traffic type), by name. Default: the project's only one, else `user`.",
      ),
      rollout_status: optional(t.string, "The rollout status, by name."),
      owners: optional(t.set(t.string), "Ids of the users and groups that own it."),
    }),
    "Settings that only exist on Split.",
  ),
  vercel: optional(
    t.settings({
      seed: optional(t.integer, "Decides which users fall into which share, 0 to 100000. A change moves everybody.", {
        check: both(atLeast(0), atMost(100_000)),
      }),
      permanent: optional(t.bool, "Whether the flag is permanent."),
      maintainers: optional(t.set(t.string), "Ids of the users who maintain it, at most five."),
    }),
    "Settings that only exist on Vercel.",
  ),
  mixpanel: optional(
    t.settings({
      context: optional(t.string, "What users are bucketed by: `distinct_id` (default), `device_id` or a group key."),
      data_group: optional(t.string, "The data group that a group key counts, by id."),
      serving_method: optional(
        t.string,
        "Which SDKs may evaluate it: `client`, `server`, `remote_or_local` or `remote_only`.",
        { check: oneOf("client", "server", "remote_or_local", "remote_only") },
      ),
    }),
    "Settings that only exist on Mixpanel.",
  ),
} as const;

export const definitionPlatformAttributes = {
  split: optional(
    t.settings({
      traffic_allocation: optional(t.integer, "Percentage of keys that rules and the default rule apply to.", {
        check: both(atLeast(0), atMost(100)),
      }),
      baseline_treatment: optional(t.string, "The treatment that metrics are compared with."),
      flag_sets: optional(t.set(t.string), "The flag sets it belongs to, by their ids."),
      impressions_disabled: optional(t.bool, "Whether impressions are not recorded."),
      title: optional(
        t.string,
        "The title for the change in Split's log. It is sent with a change, and does not cause one.",
      ),
      comment: optional(t.string, "The comment for the change in Split's log."),
    }),
    "Settings that only exist on Split.",
  ),
  vercel: optional(
    t.settings({
      reuse: optional(t.string, "The environment whose definition is served here instead. Empty: none."),
    }),
    "Settings that only exist on Vercel.",
  ),
  mixpanel: optional(
    t.settings({
      rollout_percentage: optional(
        t.integer,
        "Percentage of users who are part of the rollout; the others get the application's fallback.",
        { check: both(atLeast(0), atMost(100)) },
      ),
    }),
    "Settings that only exist on Mixpanel.",
  ),
} as const;

export const segmentPlatformAttributes = {
  split: optional(
    t.settings({
      traffic_type: optional(
        t.string,
        "The kind of key that it contains (traffic type), by name. Default: the project's only one, else `user`.",
      ),
      kind: optional(
        t.string,
        "`standard` (listed identities), `rule_based` (rules) or `large`. Default: `standard` or `rule_based`, depending on what it has.",
        {
          check: oneOf("standard", "rule_based", "large"),
        },
      ),
      environments: optional(t.set(t.string), "The environments that it exists in, by name. Default: all."),
    }),
    "Settings that only exist on Split.",
  ),
  vercel: optional(
    t.settings({
      label: optional(t.string, "The name in the dashboard. `name` is the slug."),
      excluded: optional(t.set(t.string), "Identities that are never in the segment."),
    }),
    "Settings that only exist on Vercel.",
  ),
  mixpanel: optional(
    t.settings({ data_group: optional(t.string, "The data group that it counts, by id.") }),
    "Settings that only exist on Mixpanel.",
  ),
} as const;

type Settings = FlagPlatformSettings | DefinitionSettings | SegmentPlatformSettings;
type Fields = Readonly<Record<string, unknown>>;
/** The nested attributes of a state of any resource. */
interface WithSettings {
  readonly split: object | null;
  readonly vercel: object | null;
  readonly mixpanel: object | null;
}

const PLATFORMS = ["split", "vercel", "mixpanel"] as const;

/**
 * The nested attributes of any configuration or state that has them; those that are not fully known yet are treated as left
 * out.
 */
export function knownSettings(values: object): WithSettings {
  const own: Fields = { ...values };
  const known = (platform: keyof WithSettings): object | null => {
    const settings = getOwn(own, platform);
    return typeof settings === "object" && isWhollyKnown(settings) ? settings : null;
  };
  return { split: known("split"), vercel: known("vercel"), mixpanel: known("mixpanel") };
}

/** What is set and differs from the prior state, with the port's names; undefined if nothing does. */
export function changedSettings<S extends Settings>(prior: WithSettings | null, state: WithSettings): S | undefined {
  const changed: Record<string, Fields> = {};
  for (const platform of PLATFORMS) {
    const before = fieldsOf(prior?.[platform]);
    const entries = Object.entries(fieldsOf(state[platform])).filter(
      ([name, value]) => value !== null && !same(value, getOwn(before, name) ?? null),
    );
    if (entries.length > 0) changed[platform] = Object.fromEntries(entries.map(([name, value]) => [camelCase(name), value]));
  }
  return Object.keys(changed).length > 0 ? (changed as Readonly<Record<string, unknown>> as S) : undefined;
}

/** What a read returns for them: the attributes that the state manages, or all after an import. */
export function readSettings<S extends WithSettings>(
  state: S,
  remote: Settings | undefined,
  attributes: { readonly [P in keyof WithSettings]: { readonly type: { readonly attributes: object } } },
  imported: boolean,
): Pick<S, keyof WithSettings> {
  const read = PLATFORMS.map((platform) => {
    const remoteFields = fieldsOf(remote?.[platform]);
    const stated = state[platform] === null ? null : fieldsOf(state[platform]);
    if (stated === null && !(imported && Object.keys(remoteFields).length > 0)) return [platform, null];
    const names = Object.keys(attributes[platform].type.attributes);
    const fields = names.map((name) => {
      const own = getOwn(stated, name) ?? null;
      const theirs = getOwn(remoteFields, camelCase(name));
      return [name, theirs === undefined || (own === null && !imported) ? own : settled(own, theirs)];
    });
    return [platform, Object.fromEntries(fields)];
  });
  return Object.fromEntries(read) as Pick<S, keyof WithSettings>;
}

/** The order of a set has no meaning. */
function settled(own: unknown, theirs: unknown): unknown {
  if (!Array.isArray(own) || !Array.isArray(theirs)) return theirs;
  return same([...(own as unknown[])].sort(), [...(theirs as unknown[])].sort()) ? own : theirs;
}

function fieldsOf(object: object | null | undefined): Fields {
  return Object.fromEntries(Object.entries(object ?? {}));
}

function camelCase(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
