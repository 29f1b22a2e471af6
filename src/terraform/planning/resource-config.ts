import { getOwn } from "../../get-own";
import { type Diagnostic, warning } from "../diagnostic";
import type { ResourceDefinition } from "../resource";
import type { Attributes, Config, State } from "../schema";
import { checkAttributes } from "../validation";
import type { Values } from "../values/decode";
import { member } from "../values/equality";
import { generatedConfig } from "./generated-config";
import { printFaults } from "./printed";

/** A configuration that takes an object over as it is. */
interface ResourceConfig {
  readonly config: Values;
  /** What was left out of it, by attribute, and why: an import keeps it, and leaves it unmanaged. */
  readonly leftOut: readonly LeftOut[];
  /** Why no configuration takes the object over. */
  readonly refused: Diagnostic | undefined;
}

interface LeftOut {
  readonly attribute: string;
  readonly reason: string;
}

interface Writing<C> {
  /** Undefined: the provider is not configured, so that only what needs no platform is checked. */
  readonly client: C | undefined;
  /** Whether Terraform writes it into a file. */
  readonly isPrinted: boolean;
}

/** Writes the configuration of a state: what people would write, without what a plan would refuse or Terraform would not print. */
export async function resourceConfig<C>(
  resource: ResourceDefinition<Attributes, C>,
  state: Values,
  { client, isPrinted }: Writing<C>,
): Promise<ResourceConfig> {
  const { attributes } = resource;
  const written = generatedConfig(attributes, state);
  let config: Values = resource.writeConfig?.(written as Config<Attributes>) ?? written;
  const faultsIn = async (values: Values): Promise<readonly Diagnostic[]> => {
    const own = [
      ...checkAttributes(attributes, values),
      ...(resource.validate?.(values as Config<Attributes>) ?? []),
      ...(isPrinted ? printFaults(attributes, values) : []),
    ].filter(({ severity }) => severity === "error");
    if (own.length > 0 || client === undefined || !resource.refuseConfig) return own;
    return resource.refuseConfig(values as Config<Attributes>, state as State<Attributes>, client);
  };
  const leftOut: LeftOut[] = [];
  for (;;) {
    const faults = await faultsIn(config);
    const optional = faults.find(({ path }) => isOptional(attributes, config, path?.[0]));
    if (!optional) return { config, leftOut, refused: faults[0] };
    const attribute = String(optional.path?.[0]);
    leftOut.push({ attribute, reason: `${optional.summary}. ${optional.detail}` });
    config = { ...config, [attribute]: null };
  }
}

function isOptional(attributes: Attributes, values: Values, step: string | number | undefined): boolean {
  const name = String(step);
  const known = getOwn(attributes, name);
  return known !== undefined && known.presence !== "required" && (member(values, name) ?? null) !== null;
}

/** One summary for all, so that Terraform groups them. */
export function configWarnings(
  { type, attributes }: { readonly type: string; readonly attributes: Attributes },
  state: Values,
  { leftOut, refused }: Omit<ResourceConfig, "config">,
): readonly Diagnostic[] {
  const named = Object.entries(attributes).find(([, { presence }]) => presence === "required")?.[0] ?? "id";
  const name = member(state, named);
  const what = typeof name === "string" ? `${type} ${name}` : type;
  const reasons = leftOut.map(
    ({ attribute, reason }) => `\`${attribute}\` of ${what} stays as it is on the platform, and is not managed. ${reason}`,
  );
  return [
    ...reasons.map((each) => warning("Left out of the generated configuration", each)),
    ...(refused
      ? [warning("The generated configuration needs a change", `${what}: ${refused.summary}. ${refused.detail}`)]
      : []),
  ];
}
