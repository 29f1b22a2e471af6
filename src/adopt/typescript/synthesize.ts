import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Adopted, FLAG, type Inventory, SEGMENT } from "../inventory/adopted";
import type { Refusal } from "../plan/refusal";
import type { Module } from "./layout/module";

/** Gives the packages that a program imports: `cdktf` and `flagform`. */
export type LoadPackage = (name: string) => object;

export type Synthesized =
  | { readonly kind: "stack"; readonly stack: object }
  /** What the constructs refuse, with the reason. */
  | { readonly kind: "refused"; readonly refused: ReadonlyMap<Adopted, Refusal> };

/** Part of cdktf's public face. */
interface Cdktf {
  readonly App: new (config: { readonly outdir: string }) => AppLike;
  readonly TerraformStack: { isStack(value: unknown): boolean };
}

interface AppLike {
  readonly node: { readonly children: readonly StackLike[] };
}

interface StackLike {
  readonly node: { readonly path: string; findAll(): readonly { readonly node: Checked }[] };
  toTerraform(): object;
}

interface Checked {
  readonly path: string;
  validate(): readonly string[];
}

/**
 * Runs the program, the same but for its types, up to the stack that it would write. Each flag is tried by itself: what is refused of one
 * says nothing of the others.
 */
export function synthesize(modules: readonly Module[], inventory: Inventory, load: LoadPackage): Synthesized {
  const outdir = mkdtempSync(join(tmpdir(), "flagform-adopt-"));
  const refusals = new Refusals(inventory);
  try {
    const stacks: object[] = [];
    const cdktf = load("cdktf") as Cdktf;
    class App extends cdktf.App {
      constructor() {
        super({ outdir });
      }

      synth(): void {
        for (const stack of this.node.children.filter((each) => cdktf.TerraformStack.isStack(each))) {
          refusals.ofStack(stack);
          if (refusals.isEmpty) stacks.push(stack.toTerraform());
        }
      }
    }
    run(modules, (name) => (name === "cdktf" ? { ...cdktf, App } : load(name)), refusals);
    const [stack] = stacks;
    if (refusals.isEmpty && stack) return { kind: "stack", stack: withoutComments(stack) };
    return { kind: "refused", refused: refusals.refused };
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

/** As CommonJS does, for these modules alone. */
function run(modules: readonly Module[], load: LoadPackage, refusals: Refusals): void {
  const byName = new Map(modules.map((each) => [`./${each.name}`, each]));
  const loaded = new Map<string, object>();
  const attempt = (flag: string, work: () => void): void => {
    try {
      work();
    } catch (cause) {
      refusals.ofFlag(flag, cause);
    }
  };
  const require = (name: string): object => {
    const module = byName.get(name);
    if (!module) return load(name);
    const known = loaded.get(name);
    if (known) return known;
    const exports = {};
    loaded.set(name, exports);
    const body = new Function("exports", "require", "attempt", `"use strict";\n${module.render("javascript")}`);
    (body as (exports: object, require: LoadPackage, attempt: unknown) => void)(exports, require, attempt);
    return exports;
  };
  const [main] = modules;
  try {
    require(`./${main?.name ?? ""}`);
  } catch (cause) {
    refusals.ofSegments(cause);
  }
}

/** What the constructs refuse, by the objects that it is about. */
class Refusals {
  readonly refused = new Map<Adopted, Refusal>();
  private readonly flags: ReadonlyMap<string, Adopted>;
  private readonly byConstruct: ReadonlyMap<string, Adopted>;

  constructor({ flags, segments }: Inventory) {
    this.flags = new Map(flags.map((each) => [each.ids["flag_id"] ?? "", each]));
    this.byConstruct = new Map([...flags, ...segments].map((each) => [constructId(each), each]));
  }

  get isEmpty(): boolean {
    return this.refused.size === 0;
  }

  ofFlag(id: string, cause: unknown): void {
    const flag = this.flags.get(id);
    if (!flag) throw cause;
    this.refuse(flag, messageOf(cause));
  }

  /** The message names the construct: `Segment "shop/segment beta": …`. */
  ofSegments(cause: unknown): void {
    const segment = this.byConstruct.get(/"[^/"]+\/([^"]*)":/.exec(messageOf(cause))?.[1] ?? "");
    if (segment?.type !== SEGMENT) throw cause;
    this.refuse(segment, messageOf(cause));
  }

  /** What the constructs say at synth, by the paths of those who say it. */
  ofStack(stack: StackLike): void {
    for (const { node } of stack.node.findAll()) {
      for (const issue of node.validate()) {
        if (issue.startsWith(NO_TERRAFORM)) continue;
        // A rule of the whole stack quotes the paths that it is about.
        const paths =
          node.path === stack.node.path ? [...issue.matchAll(/"([^"]+)"/g)].map(([, path = ""]) => path) : [node.path];
        const about = paths.flatMap((path) => this.byConstruct.get(path.split("/")[1] ?? "") ?? []);
        if (about.length === 0) throw new Error(`[${node.path}] ${issue}`);
        for (const each of about) this.refuse(each, issue);
      }
    }
  }

  private refuse(adopted: Adopted, why: string): void {
    const reason = `The constructs refuse it: ${why}. With --format hcl it may be possible.`;
    if (!this.refused.has(adopted)) this.refused.set(adopted, { why: reason.replace(/\s+/g, " "), path: [] });
  }
}

/** Nothing is deployed here, so that no Terraform is needed. */
const NO_TERRAFORM = "Could not determine version of";

/** As it stands in a path: `/` would end it. */
function constructId({ type, displayName, importId }: Adopted): string {
  const isShared = importId.startsWith("id:") && !displayName.startsWith("id:");
  const id = type === FLAG ? displayName : `segment ${isShared ? `${displayName} ${importId}` : displayName}`;
  return id.replaceAll("/", "--");
}

/** cdktf adds the paths of constructs. */
function withoutComments(value: unknown): object {
  return JSON.parse(JSON.stringify(value, (name, each: unknown) => (name === "//" ? undefined : each))) as object;
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
