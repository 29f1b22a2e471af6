import type { Bodies, PlatformName } from "./platform-workbench";

/** A project that people have lived in: flags of every type, all that can be said of them, and names that need care. */

const text = (string: string) => ({ value: { string } });
const json = (value: unknown) => ({ value: { json: JSON.stringify(value, null, 2) } });
const RULES = [{ match: "all", conditions: [{ operator: "equal_to", trait: "plan", value: "pro" }] }];

/** Keys of a map of objects, which Terraform prints in a form of their own. */
const PEOPLE = [
  "anna@example.com",
  "null",
  "true",
  "42",
  "ключ",
  "a b",
  "a/b%2Fc",
  'quo"te',
  "back\\slash",
  "emoji-😀",
  "x-1",
];

/** Mixpanel has none. */
const NUMBERS = { variants: { few: { value: { integer: 3 } }, many: { value: { integer: -7 } } } };

function flagsOf(name: PlatformName): Bodies["feature_flag"] {
  const tags = name === "flagsmith" ? { tags: ["team-a"], flagsmith: { create_tags: true } } : { tags: ["team-a", "Ünï"] };
  const isFlagsmith = name === "flagsmith";
  return {
    checkout: { key: "new-checkout", type: "boolean", description: 'A "new" $${checkout}, %%{here}:\n\\n <b>& 日本語' },
    theme: { key: "theme", type: "string", ...tags, variants: { red: text("red"), blue: text('{"not": json') } },
    limits: {
      ...{ key: "limits", type: "json", description: '{"owner": "checkout"}' },
      ...(isFlagsmith
        ? {}
        : { variants: { low: json({ max: 1.5, tags: ["<a>", "é"] }), high: json({ z: null, a: [[], {}] }) } }),
    },
    ...(name === "mixpanel" ? {} : { count: { key: "count", type: "integer", ...(isFlagsmith ? {} : NUMBERS) } }),
    ...(name === "split" ? {} : { old: { key: "old-banner", type: "boolean", archived: true } }),
  };
}

export function livedIn(name: PlatformName): Bodies {
  const flags = flagsOf(name);
  const isFlagsmith = name === "flagsmith";
  const own = (flag: string): object => {
    const { variants } = flags?.[flag] as { readonly variants?: object };
    return name === "split" && variants ? { variants } : {};
  };
  const at = (flag: string, environment = "production") => ({
    environment,
    flag: `\${flagform_feature_flag.${flag}.key}`,
    flag_id: `\${flagform_feature_flag.${flag}.id}`,
    ...own(flag),
  });
  const people = Object.fromEntries(PEOPLE.map((each, index) => [each, { enabled: index % 2 === 0 }]));
  const odd = { serve: isFlagsmith ? text("odd") : { variant: "red" } };
  const rules = isFlagsmith ? {} : { rules: [{ key: "rule-1", when: RULES, serve: { variant: "blue" } }] };
  const split = { serve: { split: { weights: { red: 30, blue: 70 } } } };
  return {
    ...(name === "mixpanel" ? {} : { segment: { pros: { name: "pros", rules: RULES } } }),
    ...(isFlagsmith && { environment: { qa: { name: "QA 東京 / 2", description: "Testers' own" } } }),
    feature_flag: flags ?? {},
    environment_definition: {
      checkout: {
        ...at("checkout"),
        enabled: true,
        segment_overrides: { beta: { enabled: false } },
        identity_overrides: people,
      },
      checkout_preview: { ...at("checkout", "preview"), enabled: true, ...(!isFlagsmith && { killed: true }) },
      // Terraform prints these keys in a way that it cannot read.
      theme_preview: {
        ...{ ...at("theme", "preview"), enabled: true, serve: isFlagsmith ? text("red") : { variant: "red" } },
        identity_overrides: { for: odd, "a$${b}": odd },
      },
      theme: { ...at("theme"), enabled: true, ...(isFlagsmith ? { serve: text("100 %, $${x}") } : split), ...rules },
      limits: {
        ...at("limits"),
        enabled: true,
        ...(isFlagsmith ? { serve: json({ b: 1, a: ["<"] }) } : { serve: { variant: "low" } }),
      },
      ...(flags?.["count"] && {
        count: { ...at("count"), enabled: true, serve: isFlagsmith ? { value: { integer: 5 } } : { variant: "many" } },
      }),
    },
  };
}
