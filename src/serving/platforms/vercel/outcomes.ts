import type { Rollout, Split } from "../../../platforms/model/audience";
import type { Asking } from "../../asking";
import type { Draw } from "../../chance/chance";
import { unknown } from "../../fact";
import { NO_SHARES, unsaidLeaf, variantLeaf } from "../../serve/audience";
import { drawVariant } from "../../serve/draw-split";
import type { ServedLeaf } from "../../serve/leaf";
import { attributeOf, isIdentity } from "./entities";

/** What somebody gets of a split or a rollout: by a hash of one attribute, which has to be text. */
export function assign(serve: Split | Rollout, asking: Asking): ServedLeaf {
  const { bucketBy, otherwise } = serve;
  const value = attributeOf(bucketBy, asking);
  const isUnnamed = isIdentity(bucketBy, asking) && asking.person.identity === null;
  if (typeof value !== "string" && !isUnnamed) {
    if (otherwise !== null) return variantLeaf(otherwise, asking);
    return unsaidLeaf(
      unknown("unmanaged", `which variant those without ${bucketBy ?? "an identity"} get is not managed here`),
    );
  }
  const draw = drawOf(bucketBy, asking);
  return serve.kind === "split" ? ofSplit(serve, draw, asking) : ofRollout(serve, draw, asking);
}

/** One hash decides splits, rollouts and the percentages of segments alike. */
export function drawOf(bucketBy: string | null, asking: Asking): Draw {
  return {
    key: `bucket of ${asking.definition.flag} by ${isIdentity(bucketBy, asking) ? "the identity" : String(bucketBy)}`,
  };
}

function ofSplit(split: Split, draw: Draw, asking: Asking): ServedLeaf {
  const order = asking.definition.ids.variantOrder;
  if (order === undefined && !asking.chance.isFresh(draw)) return unsaidLeaf(ORDER);
  const variant = drawVariant(split, order, draw, asking.chance);
  if (variant !== null) return variantLeaf(variant, asking);
  return split.otherwise === null ? unsaidLeaf(NO_SHARES) : variantLeaf(split.otherwise, asking);
}

const ORDER = unknown(
  "elsewhere",
  "the same hash decides who is in the segment and who gets which share, and the order of the variants on Vercel is not known here",
);

function ofRollout(rollout: Rollout, draw: Draw, asking: Asking): ServedLeaf {
  if (asking.at === undefined)
    return unsaidLeaf(unknown("elsewhere", "a rollout by time depends on when it is asked: say the time"));
  const share = shareAt(rollout, asking.at);
  if (share === 0 || share === 100) return variantLeaf(share === 0 ? rollout.from : rollout.to, asking);
  const order = asking.definition.ids.variantOrder;
  if (order === undefined && !asking.chance.isFresh(draw)) return unsaidLeaf(ORDER);
  const { from, to } = rollout;
  const isToFirst = (order ?? []).indexOf(to) < (order ?? []).indexOf(from);
  const isFirst = asking.chance.below(draw, isToFirst ? share : 100 - share);
  return variantLeaf(isFirst === isToFirst ? to : from, asking);
}

/** The share of a rollout's `to` at a time. */
export function shareAt({ start, stages }: Rollout, at: number): number {
  let end = Date.parse(start);
  if (at < end) return 0;
  for (const { percentage, minutes } of stages) {
    end += minutes * 60_000;
    if (at < end) return percentage;
  }
  return 100;
}
