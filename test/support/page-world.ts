import { BETA_TRAITS, type Bodies, type PlatformName, PlatformWorkbench, type Who } from "./platform-workbench";

/** Flags for the emulator's page, made by the provider: alike on all platforms, as far as each knows them. */

const VARIANTS = {
  variants: {
    blue: { value: { string: "sky" } },
    green: { value: { string: "leaf" } },
    red: { value: { string: "rose" } },
  },
};
const WHEN_PRO = [{ match: "all", conditions: [{ operator: "equal_to", trait: "plan", value: "pro" }] }];

/** Markup, a reordering, a control and an invisible character: a page that takes text for markup or hides it is found out. */
export const ODD_TEXT = `<img src=x onerror="document.title='owned'"></table><script>document.title='owned'</script>\u202Egpj\u200B\u0007 &lt;`;

export const ENVIRONMENTS_SHOWN = ["production", "preview"] as const;
export const FLAGS_SHOWN = ["banner", "checkout", "dark-mode", "old"] as const;

/** Somebody covered by nothing, a member of the segment beta, two with overrides, somebody for whom a rule is. */
export const PEOPLE: readonly Who[] = [
  { identity: "somebody" },
  { identity: "b1", traits: BETA_TRAITS },
  { identity: "ada", traits: { country: "GB", age: 36, staff: true, share: 0.5 } },
  { identity: "bob" },
  { identity: "pia", traits: { plan: "pro" } },
  ...Array.from({ length: 8 }, (_, at) => ({ identity: `user-${at}` })),
];

export async function startPageWorld(name: PlatformName): Promise<PlatformWorkbench> {
  const workbench = await PlatformWorkbench.start(name);
  await workbench.apply(stackOf(name));
  if (name === "vercel" || name === "mixpanel") await workbench.apply(stackOf(name, true));
  return workbench;
}

function stackOf(name: PlatformName, archived = false): Bodies {
  const after = (definition: string) => ({ depends_on: [`flagform_environment_definition.${definition}`] });
  const whenOff = name === "flagsmith" || name === "mixpanel" ? {} : { when_off: "red" };
  const isRuled = name !== "flagsmith";
  return {
    feature_flag: {
      dark: { key: "dark-mode", type: "boolean", description: ODD_TEXT },
      banner: { key: "banner", type: "string", description: "The colour of the banner", ...VARIANTS },
      checkout: { key: "checkout", type: "string", ...VARIANTS },
      old: { key: "old", type: "boolean", ...(archived && { archived }) },
    },
    environment_definition: {
      dark: { ...place("dark", "production"), enabled: true },
      darkPreview: { ...place("dark", "preview"), enabled: false },
      banner: {
        ...{ ...place("banner", "production"), enabled: true, ...VARIANTS, ...whenOff },
        serve: { split: { weights: { blue: 50, green: 30, red: 20 } } },
      },
      bannerPreview: { ...place("banner", "preview"), enabled: true, ...VARIANTS, ...whenOff, serve: { variant: "blue" } },
      checkout: {
        ...{ ...place("checkout", "production"), enabled: true, ...VARIANTS, ...whenOff, serve: { variant: "blue" } },
        ...(isRuled && { rules: [{ key: "pro", when: WHEN_PRO, serve: { variant: "green" } }] }),
      },
      checkoutPreview: {
        ...{ ...place("checkout", "preview"), enabled: true, ...VARIANTS, ...whenOff, serve: { variant: "blue" } },
        ...(isRuled && { killed: true }),
      },
      ...(!archived && { old: { ...place("old", "production"), enabled: true } }),
    },
    segment_override: {
      dark: { ...place("dark", "preview"), segment: "beta", enabled: true, ...after("darkPreview") },
      banner: { ...place("banner", "production"), segment: "beta", serve: { variant: "red" }, ...after("banner") },
    },
    identity_override: {
      dark: { ...place("dark", "preview"), identity: "ada", enabled: true, ...after("darkPreview") },
      bob: { ...place("dark", "production"), identity: "bob", enabled: false, ...after("dark") },
    },
  };
}

function place(flag: string, environment: string): object {
  return { flag: `\${flagform_feature_flag.${flag}.key}`, flag_id: `\${flagform_feature_flag.${flag}.id}`, environment };
}
