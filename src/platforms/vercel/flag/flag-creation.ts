import { isMadeSince } from "../../../http/pace/server-clock";
import type { HttpAnswer } from "../../../http/request";
import { alreadyExists } from "../../adapter/errors";
import { sameValue } from "../../model/flag-value";
import type { FlagSettings } from "../../port/flag";
import type { Project } from "../../port/named";
import type { FlagAnswer } from "../api/answers";
import type { CreateFlagBody } from "../api/bodies";
import type { VercelClient } from "../api/client";
import { attempt, isConflict, isNotFound } from "../api/errors";
import { refusal } from "../api/refusal";
import { sameJson } from "../api/same-json";
import { bodyOf, offVariantId, plainBody } from "../definition/environment-body";
import { changedMembers } from "./flag-members";
import { BOOLEAN_VARIANTS, fromJson, idOf, kindOfValue, mergeBooleanVariants, newVariant } from "./variants";

/** Throws PlatformError `exists` if there is a flag with the name. */
export function createFlag(
  client: VercelClient,
  project: Project,
  body: CreateFlagBody,
  attempted: string,
): Promise<FlagAnswer> {
  const create = async (): Promise<FlagAnswer> => {
    try {
      return (await client.createFlag(project.id, body, (since) => landed(client, project, body, since))).flag;
    } catch (error) {
      throw isConflict(error) ? alreadyExists(attempted, "flag", body.slug) : error;
    }
  };
  return attempt(attempted, create, "flag");
}

/** Whether a create without an answer succeeded: a flag of that name is there, and has what was sent. */
async function landed(
  client: VercelClient,
  project: Project,
  sent: CreateFlagBody,
  since: number | undefined,
): Promise<HttpAnswer | undefined> {
  try {
    const { flag } = await client.flag(project.id, sent.slug);
    const environments = Object.fromEntries(Object.entries(flag.environments).map(([name, each]) => [name, bodyOf(each)]));
    const same =
      flag.kind === sent.kind && sameJson(flag.variants, sent.variants) && sameJson(environments, sent.environments);
    return same && isMadeSince(flag.createdAt, since) ? { status: 201, body: flag } : undefined;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

export function newFlag(settings: FlagSettings, environments: readonly string[], attempted: string): CreateFlagBody {
  const { name: slug, type = "boolean", variants: wanted = [], initial } = settings;
  const kind = type === "integer" ? "number" : type;
  const variants =
    kind === "boolean" ? mergeBooleanVariants({ kind, variants: [...BOOLEAN_VARIANTS] }, wanted) : wanted.map(newVariant);
  if (variants.length === 0) {
    const nextStep = "Declare its `variants`, and serve them by their keys: Vercel serves nothing else.";
    throw refusal(attempted, `a ${type} flag needs variants on Vercel`, nextStep, "flag");
  }
  const stray = wanted.find(({ value }) => kindOfValue(value) !== kind);
  if (stray) {
    const nextStep = `Give every variant a value of the type ${type}.`;
    throw refusal(attempted, `the value of variant "${stray.key}" is a ${stray.value.kind}`, nextStep, "value");
  }
  const flag = { id: "", slug, kind, state: "active", variants, environments: {} };
  const off = offVariantId(flag);
  const first = initialVariantId(flag, initial) ?? off;
  const { name: _name, archived: _archived, ...rest } = settings;
  return {
    slug,
    kind,
    variants,
    environments: Object.fromEntries(environments.map((name) => [name, plainBody(off, first)])),
    ...changedMembers(flag, rest, attempted),
  };
}

function initialVariantId(
  flag: Pick<FlagAnswer, "kind" | "variants">,
  initial: FlagSettings["initial"],
): string | undefined {
  if (initial?.enabled === false) return undefined;
  if (flag.kind === "boolean") return initial?.enabled === true ? idOf(flag, "on") : undefined;
  const { value: wanted } = initial ?? {};
  return wanted && flag.variants.find(({ value }) => sameValue(fromJson(flag.kind, value), wanted))?.id;
}
