import { HttpError } from "../../../http/http-error";
import { invalid, notSupported } from "../../adapter/errors";
import { type FlagValue, sameValue } from "../../model/flag-value";
import type { Variant } from "../../model/variant";
import type { DefinitionUnit } from "../../port/definition";
import type { Project } from "../../port/named";
import type { OptionAnswer } from "../api/answers";
import { isNotFound } from "../api/errors";
import { KeyedLock } from "../api/keyed-lock";
import type { OptionBody, OptionClient } from "../api/option-client";
import { asStored, toTyped } from "../api/values";
import { type Option, optionsOf } from "../state/variant-weights";
import type { VariantCache } from "./variant-cache";
import type { VariantUses } from "./variant-uses";

/** A variant of a flag: the neutral view, and everything that a write must repeat. */
interface Known extends Option {
  readonly answer: OptionAnswer;
}

/**
 * The variants of flags. Definitions decide what environments serve: a variant that is added later gets no share
 * anywhere, and one that is still served is kept until it is not.
 */
export class Variants {
  private readonly lock = new KeyedLock();
  /** By flag, the variants to remove after their last use. */
  private readonly retiring = new Map<string, ReadonlySet<number>>();

  constructor(
    private readonly client: OptionClient,
    private readonly variantCache: VariantCache,
    private readonly uses: VariantUses,
  ) {}

  /** For a new flag: every environment starts with their shares. */
  async createAll(project: Project, flagId: string, wanted: readonly Variant[], attempted: string): Promise<OptionAnswer[]> {
    const made: OptionAnswer[] = [];
    for (const variant of wanted) made.push(await this.create(project, flagId, variant, variant.weight ?? 0, attempted));
    this.variantCache.learn(flagId, made);
    return made;
  }

  /** The exact set. First creates, then smaller shares, then removals, then larger shares. */
  change(
    project: Project,
    flagId: string,
    current: readonly OptionAnswer[],
    wanted: readonly Variant[],
    attempted: string,
  ): Promise<{ readonly options: readonly OptionAnswer[]; readonly warnings: readonly string[] }> {
    return this.lock.run(flagId, async () => {
      const there = knownOf(current);
      const { kept, added, leaving } = matched(there, wanted);
      refuseSum([...kept.map(({ variant, known }) => variant.weight ?? shareOf(known)), ...added.map(weightOf)], attempted);
      const uses = leaving.length > 0 ? await this.uses.of(project, flagId, leaving.map(idOf)) : new Map<number, never>();
      const answers = new Map(current.map((answer) => [answer.id, answer]));
      const note = (answer: OptionAnswer): OptionAnswer => {
        answers.set(answer.id, answer);
        this.variantCache.learn(flagId, [...answers.values()]);
        return answer;
      };
      const fresh: Known[] = [];
      // A share would reduce what every environment serves now.
      for (const variant of added) {
        const answer = note(await this.create(project, flagId, variant, 0, attempted));
        fresh.push({ id: answer.id, key: variant.key, value: variant.value, answer });
      }
      const [changed, raised] = changesOf([...kept, ...fresh.map((known, index) => pair(known, added[index]))]);
      const staying = leaving.filter(({ id }) => uses.has(id));
      for (const { id, answer } of staying) {
        if (answer.default_percentage_allocation === 0) continue;
        note(
          await this.client.update(project.id, flagId, id, {
            ...sameBody(flagId, answer),
            default_percentage_allocation: 0,
          }),
        );
      }
      for (const { known, body } of changed) note(await this.client.update(project.id, flagId, known.id, body(flagId)));
      for (const { id } of leaving) {
        if (uses.has(id)) continue;
        await this.delete(project, flagId, id);
        answers.delete(id);
      }
      for (const { known, body } of raised) note(await this.client.update(project.id, flagId, known.id, body(flagId)));
      this.retiring.set(flagId, new Set(staying.map(idOf)));
      const options = [...answers.values()];
      this.variantCache.learn(flagId, options);
      return { options, warnings: staying.map(({ id, key }) => keptVariant(key, uses.get(id) ?? [])) };
    });
  }

  /** Removes variants that waited for their last use to end. Returns the removed keys, and warnings about failures. */
  async removeUnused({ project, flag }: Pick<DefinitionUnit, "project" | "flag">): Promise<RemovedVariants> {
    if ((this.retiring.get(flag.id)?.size ?? 0) === 0) return NOTHING;
    return this.lock.run(flag.id, async () => {
      const leaving = [...(this.retiring.get(flag.id) ?? [])];
      try {
        const uses = await this.uses.of(project, flag.id, leaving);
        const unused = leaving.filter((id) => !uses.has(id));
        const before = this.variantCache.peek({ project, flag }) ?? [];
        for (const id of unused) await this.delete(project, flag.id, id);
        this.retiring.set(flag.id, new Set(leaving.filter((id) => uses.has(id))));
        if (unused.length > 0) await this.variantCache.reload({ project, flag });
        return { gone: before.filter(({ id }) => unused.includes(id)).map(({ key }) => key), warnings: [] };
      } catch (error) {
        // The write itself is confirmed: a variant that could not be removed is a warning, not an error.
        if (!(error instanceof HttpError)) throw error;
        const words = `Variants of flag ${flag.name} could not be removed: ${error.message}. Apply again.`;
        return { gone: [], warnings: [words] };
      }
    });
  }

  private async create(
    project: Project,
    flagId: string,
    { key, value }: Variant,
    share: number,
    attempted: string,
  ): Promise<OptionAnswer> {
    const answer = await this.client.create(project.id, flagId, { ...bodyOf(flagId, value, share), key });
    const [option] = optionsOf([answer]);
    if (option?.key === key) return answer;
    await this.delete(project, flagId, answer.id);
    throw notSupported(attempted, {
      reason: `this server stores no variant keys, and identifies variants by their values: "${key}" would become "${option?.key ?? ""}"`,
      nextStep: `Name the variant "${option?.key ?? ""}", after its value, or update the server.`,
      subject: "flag",
    });
  }

  private async delete(project: Project, flagId: string, option: number): Promise<void> {
    try {
      await this.client.delete(project.id, flagId, option);
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  }
}

interface RemovedVariants {
  readonly gone: readonly string[];
  readonly warnings: readonly string[];
}

const NOTHING: RemovedVariants = { gone: [], warnings: [] };

/** In the port's form. */
export function variantsOf(options: readonly OptionAnswer[]): { key: string; value: FlagValue; weight: number }[] {
  return knownOf(options).map(({ key, value, answer }) => {
    return { key, value: value ?? { kind: "string", value: "" }, weight: shareOf({ answer }) };
  });
}

function knownOf(answers: readonly OptionAnswer[]): Known[] {
  return optionsOf(answers).flatMap((option) => {
    const answer = answers.find(({ id }) => id === option.id);
    return answer ? [{ ...option, answer }] : [];
  });
}

interface Pair {
  readonly known: Known;
  readonly variant: Variant;
}

function pair(known: Known, variant: Variant | undefined): Pair {
  return { known, variant: variant ?? { key: known.key, value: known.value ?? EMPTY, description: null } };
}

const EMPTY: FlagValue = { kind: "string", value: "" };

/** A new key for a value that is unique is a rename: users who get the variant keep it. */
function matched(there: readonly Known[], wanted: readonly Variant[]): { kept: Pair[]; added: Variant[]; leaving: Known[] } {
  const kept = wanted.flatMap((variant): Pair[] => {
    const known = there.find(({ key }) => key === variant.key);
    return known ? [{ known, variant }] : [];
  });
  const strange = wanted.filter(({ key }) => !there.some((known) => known.key === key));
  const loose = there.filter(({ key }) => !wanted.some((variant) => variant.key === key));
  const renamed = strange.flatMap((variant): Pair[] => {
    const same = loose.filter(({ value }) => isStoredAs(variant.value, value));
    const rivals = strange.filter(({ value }) => isStoredAs(value, asStored(variant.value)));
    return same[0] && same.length === 1 && rivals.length === 1 ? [{ known: same[0], variant }] : [];
  });
  return {
    kept: [...kept, ...renamed],
    added: strange.filter((variant) => !renamed.some((each) => each.variant === variant)),
    leaving: loose.filter((known) => !renamed.some((each) => each.known === known)),
  };
}

interface Change {
  readonly known: Known;
  readonly body: (flagId: string) => OptionBody;
}

/** The changed variants, those with larger shares separately: the server never accepts more than 100 percent. */
function changesOf(pairs: readonly Pair[]): readonly [Change[], Change[]] {
  const [others, raised]: [Change[], Change[]] = [[], []];
  for (const { known, variant } of pairs) {
    const { answer } = known;
    const share = variant.weight === undefined || variant.weight === shareOf(known) ? undefined : variant.weight;
    const exact = answer.default_percentage_allocation;
    const keepsKey = answer.key === undefined || answer.key === variant.key || (!answer.key && known.key === variant.key);
    if (share === undefined && keepsKey && isStoredAs(variant.value, known.value)) continue;
    const body = (flagId: string): OptionBody => ({
      ...bodyOf(flagId, variant.value, share ?? exact),
      ...(answer.key !== undefined && { key: variant.key }),
    });
    (share !== undefined && share > exact ? raised : others).push({ known, body });
  }
  return [others, raised];
}

/** For the server, another spelling of JSON or a number is another text. */
function isStoredAs(value: FlagValue, stored: FlagValue | null): boolean {
  return stored !== null && asStored(value).kind === stored.kind && sameValue(asStored(value), stored);
}

function bodyOf(flagId: string, value: FlagValue, share: number): OptionBody {
  return { feature: Number(flagId), ...toTyped(value), default_percentage_allocation: share };
}

/** The variant as it is: an update without its share crashes the server. */
function sameBody(flagId: string, { id: _, ...answer }: OptionAnswer): OptionBody {
  const { key, ...rest } = answer;
  return { feature: Number(flagId), ...rest, ...(key ? { key } : {}) };
}

/** The share in whole percent, as in configurations. */
function shareOf({ answer }: Pick<Known, "answer">): number {
  return Math.round(answer.default_percentage_allocation);
}

function weightOf({ weight = 0 }: Variant): number {
  return weight;
}

function idOf({ id }: Known): number {
  return id;
}

function refuseSum(shares: readonly number[], attempted: string): void {
  const sum = shares.reduce((total, each) => total + each, 0);
  if (sum <= 100) return;
  throw invalid(attempted, {
    reason: `the shares of its variants in new environments would sum to ${sum} percent`,
    nextStep: "Lower a weight: the sum can be at most 100, including variants without a stated weight (they keep theirs).",
    subject: "flag",
  });
}

function keptVariant(key: string, uses: readonly string[]): string {
  return `The variant "${key}" is kept for now because it is still served: ${uses.join(", ")}. It is removed with its last use in this run; otherwise apply again after that.`;
}
