import { WriteMarks } from "../../adapter/lists/write-marks";
import type { Audience } from "../../model/audience";
import type { FlagValue } from "../../model/flag-value";
import type { Definition, DefinitionUnit } from "../../port/definition";
import type { OptionAnswer, VariantAnswer } from "../api/answers";
import type { FlagsmithClient } from "../api/client";
import { isNotFound } from "../api/errors";
import { type FlagState, toDefinition } from "../state/definition";
import { audienceOf, type Option, optionsOf, servesVariants } from "../state/variant-weights";
import type { FeatureLists } from "./feature-lists";

type Place = Pick<DefinitionUnit, "project" | "flag">;

/** The variants of flags, as this run has listed, read and written them. */
export class VariantCache {
  private readonly known = new Map<string, readonly Option[]>();
  private readonly writes = new WriteMarks();
  private readonly listed = new Set<string>();

  constructor(
    private readonly client: FlagsmithClient,
    private readonly lists: FeatureLists,
  ) {}

  /** Keeps what a write returned. */
  learn(flagId: string, options: readonly OptionAnswer[]): readonly Option[] {
    const all = optionsOf(options);
    this.known.set(flagId, all);
    this.writes.note(flagId);
    return all;
  }

  /** For an exact read of the flag that starts now: its variants are kept, unless some were written in the meantime. */
  reading(flagId: string): (options: readonly OptionAnswer[]) => readonly Option[] {
    const isNewest = this.writes.reading(flagId);
    return (options) => (isNewest() ? undefined : this.known.get(flagId)) ?? this.learn(flagId, options);
  }

  /** A list never replaces what was read exactly or written: it may be older. */
  learnFromList(flagId: string, options: readonly OptionAnswer[]): void {
    if (!this.known.has(flagId)) this.known.set(flagId, optionsOf(options));
  }

  /** Without a request; undefined if they were not read yet. */
  peek({ flag }: Place): readonly Option[] | undefined {
    return this.known.get(flag.id);
  }

  /** Lists the flags of the project once if they were not read yet. */
  async of(place: Place): Promise<readonly Option[]> {
    const { project, flag } = place;
    if (!this.known.has(flag.id) && !this.listed.has(project.id)) {
      for (const { id, multivariate_options: options } of await this.lists.any(project)) {
        this.learnFromList(String(id), options);
      }
      this.listed.add(project.id);
    }
    return this.known.get(flag.id) ?? this.reload(place);
  }

  /** Including these keys, if they exist: if one is unknown, the flag is read exactly. */
  async withKeys(place: Place, keys: readonly string[]): Promise<readonly Option[]> {
    const options = await this.of(place);
    return keys.every((key) => options.some((each) => each.key === key)) ? options : this.reload(place);
  }

  /** By an exact read. */
  async reload({ project, flag }: Place): Promise<readonly Option[]> {
    const learn = this.reading(flag.id);
    try {
      return learn((await this.client.feature(project.id, flag.id)).multivariate_options);
    } catch (error) {
      // A deleted flag has none; a read or write of it reports that.
      if (!isNotFound(error)) throw error;
      return [];
    }
  }

  /** The variants that have shares in a state, with their keys; no request if the state serves no variant. */
  async forState(place: Place, variants: readonly VariantAnswer[]): Promise<readonly Option[]> {
    if (!servesVariants(variants)) return [];
    const options = await this.of(place);
    const isKnown = variants.every(({ id, weight }) => weight === 0 || options.some((each) => each.id === id));
    return isKnown ? options : this.reload(place);
  }

  async definition(place: Place, state: FlagState): Promise<Definition> {
    const all = [state, ...state.overrides].flatMap(({ variants }) => variants);
    return toDefinition(state, await this.forState(place, all));
  }

  async audience(place: Place, state: StatedShares): Promise<Audience> {
    return audienceOf(state, await this.forState(place, state.variants));
  }
}

interface StatedShares {
  readonly enabled: boolean;
  readonly value: FlagValue | null;
  readonly variants: readonly VariantAnswer[];
}
