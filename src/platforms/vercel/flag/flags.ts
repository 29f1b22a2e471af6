import { isMadeSince } from "../../../http/pace/server-clock";
import type { HttpAnswer } from "../../../http/request";
import type { Pace } from "../../adapter/edits/while-in-use";
import { alreadyExists } from "../../adapter/errors";
import { memoizeByIdentity } from "../../adapter/lists/memoize-by-identity";
import { findById } from "../../adapter/lists/names";
import type { FlagValue, FlagValueKind } from "../../model/flag-value";
import { sameValue } from "../../model/flag-value";
import type { Flag, FlagSettings } from "../../port/flag";
import type { Project, Store } from "../../port/named";
import type { FlagAnswer } from "../api/answers";
import type { CreateFlagBody } from "../api/bodies";
import type { VercelClient } from "../api/client";
import type { Documents } from "../api/documents";
import { attempt, isConflict, isNotFound } from "../api/errors";
import { refusal } from "../api/refusal";
import { sameJson } from "../api/same-json";
import { bodyOf, offVariantId, plainBody } from "../definition/environment-body";
import type { FlagWriter } from "../definition/flag-writer";
import type { Environments } from "../environment/environments";
import { changedMembers } from "./flag-members";
import { BOOLEAN_VARIANTS, fromJson, idOf, kindOfValue, mergeBooleanVariants, newVariant, variantsOf } from "./variants";

const toFlags = memoizeByIdentity((documents: readonly FlagAnswer[]) => documents.map(toFlag));

/** Flags. Their changes go through the queue of the flag's writer, with those of what they serve. */
export class Flags implements Store<Flag, FlagSettings> {
  readonly noun = "flag";

  constructor(
    private readonly client: VercelClient,
    private readonly documents: Documents,
    private readonly environments: Environments,
    private readonly writer: FlagWriter,
    private readonly pace: Pick<Pace, "deleted">,
  ) {}

  async list(project: Project): Promise<readonly Flag[]> {
    return toFlags(await this.documents.list(project));
  }

  async relist(project: Project): Promise<readonly Flag[]> {
    return toFlags(await this.documents.again(project));
  }

  async get(project: Project, id: string): Promise<Flag | undefined> {
    const document = await attempt(`read flag ${id}`, () => this.documents.read(project, id), "flag");
    return document && toFlag(document.flag);
  }

  /**
   * With every environment on, serving what it begins with to everybody: a definition that says nothing of `killed` would
   * otherwise never be served.
   */
  async create(project: Project, settings: FlagSettings): Promise<Flag> {
    const attempted = `create flag ${settings.name}`;
    const names = (await this.environments.list(project)).map(({ name }) => name);
    const body = newFlag(settings, names, attempted);
    const created = await attempt(
      attempted,
      async () => {
        try {
          return await this.client.createFlag(project.id, body, (since) => this.landed(project, body, since));
        } catch (error) {
          throw isConflict(error) ? alreadyExists(attempted, "flag", settings.name) : error;
        }
      },
      "flag",
    );
    this.documents.keep(project, created.flag);
    if (settings.archived !== true) return toFlag(created.flag);
    return this.update(project, created.flag.id, { archived: true });
  }

  async update(project: Project, id: string, changes: Partial<FlagSettings>): Promise<Flag> {
    const known = findById(await this.documents.list(project), id);
    const unit = { project, flag: { id, name: known?.slug ?? id } };
    const { flag, warnings } = await this.writer.submit(unit, { kind: "flag", changes });
    return { ...toFlag(flag), warnings };
  }

  async delete(project: Project, id: string): Promise<void> {
    await this.writer.remove({ project, flag: { id, name: id } });
    this.pace.deleted.flags += 1;
  }

  /** Whether a create whose answer was lost did land: a flag of that name is there, and has what was sent. */
  private async landed(project: Project, sent: CreateFlagBody, since: number | undefined): Promise<HttpAnswer | undefined> {
    try {
      const { flag } = await this.client.flag(project.id, sent.slug);
      const environments = Object.fromEntries(Object.entries(flag.environments).map(([name, each]) => [name, bodyOf(each)]));
      const same =
        flag.kind === sent.kind && sameJson(flag.variants, sent.variants) && sameJson(environments, sent.environments);
      return same && isMadeSince(flag.createdAt, since) ? { status: 201, body: flag } : undefined;
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  }
}

function newFlag(settings: FlagSettings, environments: readonly string[], attempted: string): CreateFlagBody {
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

function toFlag(flag: FlagAnswer): Flag {
  const { seed, permanent = false, maintainerIds = [] } = flag;
  const variants = variantsOf(flag);
  return {
    id: flag.id,
    name: flag.slug,
    ...(flag.createdAt !== undefined && { createdAt: new Date(flag.createdAt).toISOString() }),
    description: flag.description ?? null,
    tags: [...(flag.tags ?? [])].sort(),
    archived: flag.state === "archived",
    initial: { enabled: false, value: null },
    type: typeOf(
      flag,
      variants.map(({ value }) => value),
    ),
    variants,
    settings: { vercel: { ...(seed !== undefined && { seed }), permanent, maintainers: maintainerIds } },
  };
}

/** Vercel has one kind of numbers. */
function typeOf({ kind }: FlagAnswer, values: readonly FlagValue[]): FlagValueKind {
  if (kind !== "number") return kind;
  return values.every((value) => value.kind === "integer") ? "integer" : "number";
}
