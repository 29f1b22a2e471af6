import { getOwn } from "../../get-own";
import { type Body, bodyAt, textAt } from "../inventory/adopted";
import type { ProviderBlock } from "../session";
import { call, type Code, isEmpty, object, string } from "./layout/code";
import type { Module } from "./layout/module";
import { camelCase, propCode } from "./props";
import { literal, mapCode } from "./values";

const CONSTRUCTS: Readonly<Record<string, string>> = {
  flagsmith: "FlagsmithProvider",
  split: "SplitProvider",
  vercel: "VercelProvider",
  mixpanel: "MixpanelProvider",
};

/** `new FlagsmithProvider(stack, "flagsmith provider", { project: "Shop" })` */
export function providerCode(block: ProviderBlock, module: Module): Code {
  const platform = textAt(block, "platform") ?? "";
  const constructor = getOwn(CONSTRUCTS, platform) ?? "";
  const settings = bodyAt(block, platform) ?? {};
  const own = Object.entries(settings).map(([name, value]) => [
    camelCase(name),
    name === "environments" ? environmentsCode(value as Body, module) : propCode(`${platform}.${name}`, value, module),
  ]);
  const common = Object.entries(block).filter(([name]) => name !== "platform" && name !== platform);
  const shared = common.map(([name, value]) => [camelCase(name), propCode(name, value, module)]);
  const props = object(Object.fromEntries([...shared, ...own]) as Readonly<Record<string, Code>>);
  const args = isEmpty(props) ? [] : [props];
  return call(`new ${module.use(constructor)}`, { kind: "word", text: "stack" }, string(`${platform} provider`), ...args);
}

/** Mixpanel's projects by the names of environments. */
function environmentsCode(environments: Body, module: Module): Code {
  return mapCode(environments, (each) => {
    const { project, workspace } = bodyAt({ each }, "each") ?? {};
    const options = typeof workspace === "string" ? [object({ workspace: literal(workspace) })] : [];
    return call(`${module.use("MixpanelProject")}.of`, literal(project), ...options);
  });
}
