import { type Adopted, FLAG, type Inventory, SEGMENT } from "../inventory/adopted";
import type { Refusal } from "../plan/refusal";
import type { OwnNames } from "./own-names";
import { segmentConstructId } from "./segment-code";

export interface StackLike {
  readonly node: {
    readonly path: string;
    readonly children: readonly ChildLike[];
    findAll(): readonly { readonly node: Checked }[];
    tryRemoveChild(id: string): boolean;
  };
  toTerraform(): object;
}

interface ChildLike {
  readonly node: { readonly id: string };
}

interface Checked {
  readonly path: string;
  validate(): readonly string[];
}

/** What the constructs refuse, by the objects that it is about. */
export class Refusals {
  readonly refused = new Map<Adopted, Refusal>();
  private readonly flags: ReadonlyMap<string, Adopted>;
  private readonly byConstruct: ReadonlyMap<string, Adopted>;

  constructor({ flags, segments }: Inventory, ownNames: OwnNames) {
    this.flags = new Map(flags.map((each) => [each.ids["flag_id"] ?? "", each]));
    this.byConstruct = new Map([...flags, ...segments].map((each) => [constructId(each, ownNames), each]));
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
    const message = messageOf(cause);
    const [, about = ""] = TAKEN.exec(message) ?? /"[^/"]+\/([^"]*)":/.exec(message) ?? [];
    const segment = this.byConstruct.get(about);
    if (segment?.type !== SEGMENT) throw cause;
    this.refuse(segment, message);
  }

  /** What several constructs would be called. */
  ofId(id: string, { node }: StackLike): void {
    const issue = `There is already a Construct with name '${id}' in ${node.path}`;
    const adopted = this.byConstruct.get(id);
    if (!adopted) throw new Error(issue);
    this.refuse(adopted, issue);
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
    const isNameTaken = TAKEN.test(why) || ALIKE.test(why);
    if (!this.refused.has(adopted))
      this.refused.set(adopted, { why: reason.replace(/\s+/g, " "), path: [], ...(isNameTaken && { isNameTaken }) });
  }
}

/** Nothing is deployed here, so that no Terraform is needed. */
const NO_TERRAFORM = "Could not determine version of";

/** What cdktf says of a construct whose id another one has. */
const TAKEN = /^There is already a Construct with name '(.*)' in /s;
/** What flagform's constructs say of two resources of one address. */
const ALIKE = / are all flagform_/;

/** As it stands in a path: `/` would end it. */
function constructId(adopted: Adopted, ownNames: OwnNames): string {
  const id =
    adopted.type === FLAG ? ownNames.constructId(adopted, adopted.displayName) : segmentConstructId(adopted, ownNames);
  return id.replaceAll("/", "--");
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
