import type { Project } from "../../port/named";
import type { Segment } from "../../port/segment";
import type { KindOf } from "../document/conditions";
import type { Environments } from "../environment/environments";
import type { SplitContext } from "../run/context";
import type { Lookups } from "../run/lookups";
import { SegmentContents } from "./segment-contents";
import { SegmentCreation } from "./segment-creation";
import { SegmentLook } from "./segment-look";
import { SegmentPlaces } from "./segment-places";
import { SegmentReads } from "./segment-reads";
import { Segments } from "./segments";

/** The store of segments, and the kinds that definitions need. `usesOf`: the flags and segments that name a segment. */
export function createSegments(
  context: SplitContext,
  lookups: Lookups,
  environments: Environments,
  usesOf: (project: Project, segment: Segment) => Promise<readonly string[]>,
): { readonly segments: Segments; kindOf(project: Project): Promise<KindOf> } {
  const places = new SegmentPlaces(context, environments);
  const contents = new SegmentContents(context);
  const reads = new SegmentReads(context, places, contents);
  const look = new SegmentLook(context, lookups, places, reads);
  const creation = new SegmentCreation(context, lookups, places, contents, reads, usesOf);
  return {
    segments: new Segments(context, places, contents, reads, look, creation),
    kindOf: (project) => reads.kinds(project),
  };
}
