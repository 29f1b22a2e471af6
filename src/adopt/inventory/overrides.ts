import {
  type Adopted,
  type AdoptedType,
  type Body,
  bodyAt,
  DEFINITION,
  IDENTITY_OVERRIDE,
  SEGMENT_OVERRIDE,
  textAt,
} from "./adopted";
import type { Written } from "./bodies";
import { importIdOf, type ImportPart } from "./import-ids";
import type { Shown } from "./seen";

/** How overrides are written: in their definitions (as a list, or as all that there may be), or as resources of their own. */
export const OVERRIDE_MODES = ["listed", "exact", "separate"] as const;
export type OverrideMode = (typeof OVERRIDE_MODES)[number];

interface Chosen {
  readonly overrides: OverrideMode;
  readonly identities: boolean;
}

/** A definition, with its overrides as they were chosen. */
export function withOverrides(
  { name, state }: Shown,
  { body, notes }: Pick<Written, "body" | "notes">,
  { overrides, identities }: Chosen,
): Adopted {
  const { overrides: _mode, segment_overrides: segments, identity_overrides: people, ...rest } = body;
  const folded = overrides !== "separate";
  const count = Object.keys(bodyAt(body, "identity_overrides") ?? {}).length;
  const kept = {
    ...(folded && overrides === "listed" && { overrides: "listed" }),
    ...(folded && segments !== undefined && { segment_overrides: withSegmentIds(state, segments as Body) }),
    ...(folded && identities && people !== undefined && { identity_overrides: people }),
  };
  return {
    type: DEFINITION,
    displayName: name,
    ids: unitIds(state),
    importId: importIdOf(...unitParts(state)),
    exists: true,
    body: { ...rest, ...kept },
    notes: identities || count === 0 ? notes : [...notes, unmanagedIdentities(count)],
  };
}

function unmanagedIdentities(count: number): string {
  const many = count === 1 ? "One identity override is" : `${String(count)} identity overrides are`;
  return `${many} not managed here: flagform adopt --identities writes them.`;
}

/** The overrides of a definition as resources of their own. */
export function overridesApart({ name, state }: Shown, body: Body, { overrides, identities }: Chosen): readonly Adopted[] {
  if (overrides !== "separate") return [];
  const unit = { environment: textAt(state, "environment"), flag: textAt(state, "flag") };
  const made = (type: AdoptedType, own: Body, ids: Adopted["ids"], part: ImportPart): Adopted => ({
    type,
    displayName: `${name}/${typeof part === "string" ? part : part.name}`,
    ids: { ...unitIds(state), ...ids },
    importId: importIdOf(...unitParts(state), part),
    exists: true,
    body: { ...unit, ...own },
    notes: [],
  });
  const found = bodyAt(state, "segment_overrides") ?? {};
  const segments = Object.entries(bodyAt(body, "segment_overrides") ?? {}).map(([segment, each]) => {
    const id = textAt(bodyAt(found, segment) ?? {}, "segment_id") ?? "";
    return made(SEGMENT_OVERRIDE, { segment, ...(each as Body) }, { segment_id: id }, { name: segment, id });
  });
  if (!identities) return segments;
  const people = Object.entries(bodyAt(body, "identity_overrides") ?? {}).map(([identity, each]) =>
    made(IDENTITY_OVERRIDE, { identity, ...(each as Body) }, { identity }, identity),
  );
  return [...segments, ...people];
}

/** Their ids are not written into a configuration, but lead to the segments that it has. */
function withSegmentIds(state: Body, overrides: Body): Body {
  const found = bodyAt(state, "segment_overrides") ?? {};
  return Object.fromEntries(
    Object.entries(overrides).map(([name, each]) => {
      const id = textAt(bodyAt(found, name) ?? {}, "segment_id");
      return [name, { ...(each as Body), ...(id !== undefined && { segment_id: id }) }];
    }),
  );
}

function unitIds(state: Body): { readonly environment_id: string; readonly flag_id: string } {
  return { environment_id: textAt(state, "environment_id") ?? "", flag_id: textAt(state, "flag_id") ?? "" };
}

function unitParts(state: Body) {
  const part = (noun: string) => ({ name: textAt(state, noun) ?? "", id: textAt(state, `${noun}_id`) ?? "" });
  return [part("environment"), part("flag")];
}
