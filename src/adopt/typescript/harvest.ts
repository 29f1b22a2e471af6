import { SEGMENT } from "../inventory/adopted";
import { type Part, SEGMENTS_PER_PART } from "../plan/parts";
import { ComputedTokens } from "./cheap-constructs";
import type { Refusals, StackLike } from "./refusals";

/** Part of cdktf's public face. */
export interface Cdktf {
  readonly App: new (config: { readonly outdir: string }) => AppLike;
  readonly TerraformStack: { isStack(value: unknown): boolean };
  readonly TerraformProvider: { isTerraformProvider(value: unknown): boolean };
}

interface AppLike {
  readonly node: { readonly children: readonly StackLike[] };
}

type Json = Record<string, unknown>;

/** What a running program has made so far, taken out of its stack part by part: all constructs at once take much memory. */
export class Harvest {
  app: AppLike | undefined;
  private readonly texts: string[] = [];
  private readonly taken = new Set<string>();
  private readonly tokens = new ComputedTokens();

  constructor(
    private readonly cdktf: Cdktf,
    private readonly refusals: Refusals,
  ) {}

  /** Checks and synthesizes what is in the stack, and takes it out of there. */
  take(): void {
    for (const stack of this.app?.node.children ?? []) {
      if (!this.cdktf.TerraformStack.isStack(stack)) continue;
      const made = stack.node.children.filter((each) => !this.cdktf.TerraformProvider.isTerraformProvider(each));
      if (made.length === 0 && this.texts.length > 0) continue;
      // Those of one id are not in the tree together, where it would be refused.
      for (const { node } of made) if (this.taken.has(node.id)) this.refusals.ofId(node.id, stack);
      this.refusals.ofStack(stack);
      if (this.refusals.isEmpty) this.texts.push(JSON.stringify(withoutComments(stack.toTerraform() as Json)));
      for (const { node } of made) {
        this.taken.add(node.id);
        stack.node.tryRemoveChild(node.id);
      }
      this.tokens.forget();
    }
  }

  *parts(): Generator<Part> {
    for (const text of this.texts) yield* divided(JSON.parse(text) as Part);
  }
}

/** Segments are in one file, however many there are. */
function* divided(part: Part): Generator<Part> {
  const { resource = {}, import: blocks = [] } = part;
  const segments = Object.entries(resource[SEGMENT] ?? {});
  if (Object.keys(resource).length !== 1 || segments.length <= SEGMENTS_PER_PART) return yield part;
  for (let at = 0; at < segments.length; at += SEGMENTS_PER_PART) {
    const own = Object.fromEntries(segments.slice(at, at + SEGMENTS_PER_PART));
    const addresses = new Set(Object.keys(own).map((name) => `${SEGMENT}.${name}`));
    yield { ...part, resource: { [SEGMENT]: own }, import: blocks.filter(({ to }) => addresses.has(to)) };
  }
}

/** cdktf adds the paths of constructs. */
function withoutComments({ "//": _comment, resource, ...rest }: Json): Json {
  if (typeof resource !== "object" || resource === null) return rest;
  for (const byName of Object.values(resource as Record<string, Json>))
    for (const each of Object.values(byName)) delete (each as Json)["//"];
  return { ...rest, resource };
}
