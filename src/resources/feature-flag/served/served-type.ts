import { type FlagValue, type FlagValueKind, jsonWhereText } from "../../../platforms/model/flag-value";
import type { RemoteVariant } from "../../../platforms/model/variant";
import type { Definition } from "../../../platforms/port/definition";
import type { Flag } from "../../../platforms/port/flag";
import type { Project } from "../../../platforms/port/named";
import type { Platform } from "../../../platforms/port/platform";
import { PlatformError } from "../../../platforms/port/platform-error";
import { sweptOrRead } from "../../audience/swept-definition";
import type { Client } from "../../run/client";

interface WarnContext {
  warn(summary: string, detail: string): void;
}

/**
 * The type of an imported flag, if the platform does not store it with the flag: derived from what its environments serve.
 * Without it, a flag of strings would be taken for a boolean one, which is the default. A flag that serves values of several types
 * has none.
 */
export async function withServed(flag: Flag, project: Project, client: Client, context: WarnContext): Promise<Flag> {
  if (flag.type !== undefined && flag.variants !== undefined) return flag;
  const { definitions, isWhole } = await definitionsOf(flag, project, client, context);
  // Where there are no variants for "on" and "off", everything is stored as text.
  const typed = (value: FlagValue): FlagValue =>
    definitions.some(({ off }) => off !== undefined) ? value : jsonWhereText(value);
  const variants = (flag.variants ?? variantsOf(definitions)).map((each) => ({ ...each, value: typed(each.value) }));
  const kinds = flag.type ? [flag.type] : kindsOf(flag, variants, definitions, typed);
  const type = kinds.length === 0 && isWhole ? "boolean" : commonKind(kinds);
  return { ...flag, ...(type && { type }), ...(variants.length > 0 && type !== "boolean" && { variants }) };
}

/** A credential may see some environments only: the type is read from those. */
async function definitionsOf(flag: Flag, project: Project, client: Client, { warn }: WarnContext) {
  const definitions: Definition[] = [];
  let isWhole = true;
  for (const environment of await client.platform.environments.list(project)) {
    try {
      refuseDenied(environment.id, client);
      const definition = await sweptOrRead({ project, environment, flag }, client);
      if (definition) definitions.push(definition);
    } catch (cause) {
      if (!(cause instanceof PlatformError) || cause.code !== "denied") throw cause;
      isWhole = false;
      noteDenied(environment.id, cause, client);
      const { reason, nextStep } = cause.details;
      warn(
        `The credential may not read environment ${environment.name}`,
        `Types and variants of flags are derived from the other environments. ${reason}\n\n${nextStep}`,
      );
    }
  }
  return { definitions, isWhole };
}

/** By environment: asking again for each flag would only take time. */
const denied = new WeakMap<Platform, Map<string, PlatformError>>();

function noteDenied(environment: string, cause: PlatformError, { platform }: Client): void {
  const known = denied.get(platform) ?? new Map<string, PlatformError>();
  denied.set(platform, known.set(environment, cause));
}

function refuseDenied(environment: string, { platform }: Client): void {
  const known = denied.get(platform)?.get(environment);
  if (known) throw known;
}

/** Each by its key, as in the first environment. */
function variantsOf(definitions: readonly Definition[]): RemoteVariant[] {
  const byKey = new Map<string, RemoteVariant>();
  for (const variant of definitions.flatMap((each) => each.variants ?? [])) {
    if (!byKey.has(variant.key)) byKey.set(variant.key, variant);
  }
  return [...byKey.values()];
}

function kindsOf(
  flag: Flag,
  variants: readonly RemoteVariant[],
  definitions: readonly Definition[],
  typed: (value: FlagValue) => FlagValue,
): readonly FlagValueKind[] {
  if (definitions.some(({ off }) => off?.boolean === true)) return ["boolean"];
  const audiences = definitions.flatMap((each) => [each, ...each.segmentOverrides, ...(each.rules ?? [])]);
  const served = audiences.map((each) => ("value" in each.served ? each.served.value : null));
  const values = [flag.initial.value, ...served, ...variants.map(({ value }) => value)];
  return [...new Set(values.flatMap((value) => (value ? [typed(value).kind] : [])))];
}

/** A whole number is a number too. */
function commonKind(kinds: readonly FlagValueKind[]): FlagValueKind | undefined {
  if (kinds.length > 1 && kinds.every((kind) => kind === "integer" || kind === "number")) return "number";
  return kinds.length === 1 ? kinds[0] : undefined;
}
