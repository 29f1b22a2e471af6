import { getOwn, setOwn } from "../get-own";
import { type PlatformName, providerAttributes } from "../resources/provider/provider-attributes";
import type { Attribute, Attributes, Type } from "../terraform/schema";
import { checkAttributes } from "../terraform/validation";
import type { ProviderBlock } from "./session";

/** A setting on the command line that the provider does not have, or not in this form. The message says what to do. */
export class SettingError extends Error {}

/** The environment variables that hold each platform's credential. */
export const CREDENTIALS: Readonly<Record<PlatformName, string>> = {
  flagsmith: "FLAGSMITH_MASTER_API_KEY",
  split: "SPLIT_API_KEY or SPLIT_HARNESS_TOKEN",
  vercel: "VERCEL_TOKEN",
  mixpanel: "MIXPANEL_USERNAME and MIXPANEL_SECRET",
};

/** The provider's block for a platform, from settings such as `host=https://flags.example.com` or `environments.production=3187204`. */
export function providerBlock(
  platform: PlatformName,
  project: string | undefined,
  settings: readonly string[],
): ProviderBlock {
  if (project !== undefined && platform === "mixpanel")
    throw new SettingError(
      "on Mixpanel each environment is a project: leave out --project, and use --set environments.production=ID for each.",
    );
  const own: Record<string, unknown> = {};
  const common: Record<string, unknown> = {};
  const attributes = attributesOf(providerAttributes[platform].type);
  for (const setting of settings) {
    const { path, text } = parsed(setting, attributes);
    const [name = "", inner] = path;
    const attribute = getOwn(attributes, name);
    if (attribute) set(own, attribute, { setting, name, inner, text }, platform);
    else set(common, commonAttribute(name, platform, attributes), { setting, name, inner, text }, platform);
  }
  if (platform === "mixpanel" && own["environments"] === undefined)
    throw new SettingError(
      "Mixpanel has no environments of its own: name its project for each with --set environments.production=ID.",
    );
  return {
    platform,
    ...(project !== undefined && { project }),
    ...common,
    ...(Object.keys(own).length > 0 && { [platform]: own }),
  };
}

interface Given {
  readonly setting: string;
  readonly name: string;
  readonly inner: string | undefined;
  readonly text: string;
}

function parsed(setting: string, attributes: Attributes): { readonly path: readonly string[]; readonly text: string } {
  const equals = setting.indexOf("=");
  if (equals <= 0)
    throw new SettingError(`--set ${setting}: it has the form NAME=VALUE, as in --set ${exampleOf(attributes)}.`);
  const [name, text] = [setting.slice(0, equals), setting.slice(equals + 1)];
  const dot = name.indexOf(".");
  return { path: dot < 0 ? [name] : [name.slice(0, dot), name.slice(dot + 1)], text };
}

function exampleOf(attributes: Attributes): string {
  return getOwn(attributes, "host") ? "host=https://flags.example.com" : "refresh=exact";
}

function set(target: Record<string, unknown>, attribute: Attribute, given: Given, platform: PlatformName): void {
  const { setting, name, inner, text } = given;
  if (attribute.sensitive === true)
    throw new SettingError(
      `--set ${name}: a credential does not belong on a command line. Export ${CREDENTIALS[platform]}.`,
    );
  if (attribute.type.kind === "map") {
    if (inner === undefined || inner === "")
      throw new SettingError(`--set ${setting}: name the environment, as in --set ${name}.production=3187204.`);
    // A Mixpanel project, with its data view behind a colon.
    const [project = "", workspace] = text.split(":");
    const before = (getOwn(target, name) ?? {}) as Record<string, unknown>;
    setOwn(before, inner, { project, ...(workspace !== undefined && { workspace }) });
    setOwn(target, name, before);
    return;
  }
  if (inner !== undefined) throw new SettingError(`--set ${setting}: ${name} has no part ${inner}.`);
  setOwn(target, name, valueOf(attribute, setting, text));
}

function valueOf({ type, check }: Attribute, setting: string, text: string): unknown {
  const value = typedValue(type, text, (form) => new SettingError(`--set ${setting}: the value is ${form}.`));
  const attributes = { value: { type, presence: "optional", description: "", ...(check && { check }) } } as const;
  const [issue] = checkAttributes(attributes, { value });
  if (issue) throw new SettingError(`--set ${setting}: ${issue.detail}`);
  return value;
}

function typedValue(type: Type, text: string, refuse: (form: string) => SettingError): unknown {
  switch (type.kind) {
    case "bool":
      if (text !== "true" && text !== "false") throw refuse("true or false");
      return text === "true";
    case "integer":
      if (!/^\d{1,15}$/.test(text)) throw refuse("a whole number");
      return Number(text);
    case "set":
    case "list":
      return text.split(",").map((each) => each.trim());
    default:
      if (text === "") throw refuse("empty: leave the option out");
      return text;
  }
}

const COMMON = ["refresh", "requests_per_minute"];

function commonAttribute(name: string, platform: PlatformName, attributes: Attributes): Attribute {
  const found = COMMON.includes(name) ? getOwn<Attribute>(providerAttributes, name) : undefined;
  if (found) return found;
  const names = Object.entries(attributes).flatMap(([each, { sensitive }]) => (sensitive === true ? [] : [each]));
  throw new SettingError(
    `--set ${name}: the provider has no such setting for ${platform}. It has ${[...names, ...COMMON].join(", ")}.`,
  );
}

function attributesOf(type: Type): Attributes {
  return type.kind === "object" ? type.attributes : {};
}
