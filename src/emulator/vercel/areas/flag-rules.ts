import type { Options } from "../options";
import type { FlagKind, Variant } from "../schema/flag-body";
import { bytesOf } from "../store/pack-bytes";
import type { Flag, FlagContent, Project, Segment } from "../store/records";
import type { Store } from "../store/store";
import { ApiError, badRequest } from "../wire/api-error";
import { variantUses } from "./variant-uses";

const MOST_BYTES = 200 * 1024;
const MOST_PACK_BYTES = 10 * 1024 * 1024;

/** The checks on a flag that its schema cannot express. */
export function checkFlag(content: FlagContent, kind: FlagKind, project: Project, options: Options): void {
  checkVariants(content.variants, kind);
  checkEnvironments(content, project, options);
  const known = new Set(content.variants.map((each) => each.id));
  const lost = variantUses(content.environments).filter((use) => !known.has(use.variantId));
  const [first] = lost;
  if (first) {
    const places = lost.filter((use) => use.variantId === first.variantId).map((use) => use.path);
    throw badRequest(`Variant "${first.variantId}" does not exist but is referenced by: ${places.join(", ")}.`);
  }
}

function checkVariants(variants: readonly Variant[], kind: FlagKind): void {
  const seen = new Set<string>();
  for (const { id, value } of variants) {
    if (seen.has(id)) throw badRequest(`The variant id "${id}" is used more than once.`);
    seen.add(id);
    if (kind !== "json" && typeof value !== kind) {
      throw badRequest(`The value of variant "${id}" should be a ${kind}, as the flag's kind.`);
    }
  }
}

function checkEnvironments({ environments }: FlagContent, project: Project, options: Options): void {
  for (const [name, { reuse }] of Object.entries(environments)) {
    if (options.quirks.otherEnvironments === "refused" && !project.environments.includes(name)) {
      throw badRequest(`The environment "${name}" does not exist in the project.`);
    }
    // The evaluator relies on references always pointing to something.
    if (reuse?.active === true && !Object.hasOwn(environments, reuse.environment)) {
      throw badRequest(`The environment "${name}" reuses "${reuse.environment}", which the flag does not have.`);
    }
  }
  const absent = project.environments.find((each) => !Object.hasOwn(environments, each));
  if (absent !== undefined && options.quirks.missingEnvironments === "refused") {
    throw badRequest(`Invalid request: environments missing required property \`${absent}\`.`);
  }
}

/** 200 KB for one flag or segment, 10 MB for a project (3.13). */
export function checkSize(store: Store, record: Flag | Segment): void {
  const size = bytesOf(record);
  if (size > MOST_BYTES) throw badRequest(`"${record.slug}" is ${size} bytes, more than the allowed ${MOST_BYTES}.`);
  const before = store.tables.flags.get(record.id) ?? store.tables.segments.get(record.id);
  const packed = store.tables.projects.get(record.projectId)?.packBytes ?? 0;
  const pack = packed + size - (before ? bytesOf(before) : 0);
  if (pack > MOST_PACK_BYTES) throw badRequest(`The project's flags would be more than ${MOST_PACK_BYTES} bytes.`);
}

/** The plan's limits on flags and on segments; archived ones count (3.13). */
export function checkCount(count: number, what: string, options: Options): void {
  if (count < options.flagLimit) return;
  throw new ApiError(
    402,
    "payment_required",
    `The project has ${count} ${what}, the most that the plan allows. Upgrade the plan to create more.`,
  );
}
