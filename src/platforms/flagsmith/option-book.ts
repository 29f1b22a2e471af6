import type { Audience } from "../audience";
import type { FlagValue } from "../flag-value";
import type { DefinitionUnit } from "../platform";
import type { OptionAnswer, VariantAnswer } from "./answers";
import type { FlagsmithClient } from "./client";
import { isNotFound } from "./errors";
import type { FeatureLists } from "./feature-lists";
import { audienceOf, type Option, optionsOf, servesVariants } from "./variant-weights";

type Place = Pick<DefinitionUnit, "project" | "flag">;

/** Which variants flags have, by what this run has listed, read and written. */
export class OptionBook {
  private readonly known = new Map<string, readonly Option[]>();
  private readonly listed = new Set<string>();

  constructor(
    private readonly client: FlagsmithClient,
    private readonly lists: FeatureLists,
  ) {}

  learn(flagId: string, options: readonly OptionAnswer[]): readonly Option[] {
    const all = optionsOf(options);
    this.known.set(flagId, all);
    return all;
  }

  /** Without a request; undefined where nobody has looked yet. */
  peek({ flag }: Place): readonly Option[] | undefined {
    return this.known.get(flag.id);
  }

  /** One list for all flags of the project, where nobody has looked yet. */
  async of(place: Place): Promise<readonly Option[]> {
    const { project, flag } = place;
    if (!this.known.has(flag.id) && !this.listed.has(project.id)) {
      for (const { id, multivariate_options: options } of await this.lists.any(project)) {
        if (!this.known.has(String(id))) this.learn(String(id), options);
      }
      this.listed.add(project.id);
    }
    return this.known.get(flag.id) ?? this.again(place);
  }

  /** By an exact read. */
  async again({ project, flag }: Place): Promise<readonly Option[]> {
    try {
      return this.learn(flag.id, (await this.client.feature(project.id, flag.id)).multivariate_options);
    } catch (error) {
      // What is gone has none; whoever reads or writes it is told so.
      if (!isNotFound(error)) throw error;
      return [];
    }
  }

  /** Those that shares are told of, with their keys; no look is taken where nobody gets a variant. */
  async naming(place: Place, variants: readonly VariantAnswer[]): Promise<readonly Option[]> {
    if (!servesVariants(variants)) return [];
    const options = await this.of(place);
    const isKnown = variants.every(({ id, weight }) => weight === 0 || options.some((each) => each.id === id));
    return isKnown ? options : this.again(place);
  }

  async audience(place: Place, state: StatedShares): Promise<Audience> {
    return audienceOf(state, await this.naming(place, state.variants));
  }
}

interface StatedShares {
  readonly enabled: boolean;
  readonly value: FlagValue | null;
  readonly variants: readonly VariantAnswer[];
}
