import type { SegmentRule } from "../../../platforms/model/segment-rule";
import type { Variant } from "../../../platforms/model/variant";
import { readRules } from "../../../resources/audience/segment-rules";
import { serveAttribute, valueAttribute } from "../../../resources/audience/serve-value";
import {
  type Adopted,
  type Body,
  DEFINITION,
  FLAG,
  IDENTITY_OVERRIDE,
  type Inventory,
  nameOf,
  SEGMENT,
  SEGMENT_OVERRIDE,
  textAt,
} from "../../inventory/adopted";
import { withoutNulls } from "../../inventory/nulls";
import type { OverrideMode } from "../../inventory/overrides";
import type { Move } from "../move";
import {
  type MovedAudience,
  type MovedFlag,
  type MovedOverride,
  type MovedProject,
  type MovedSegment,
  type MovedUnit,
} from "./project";

type Written = Omit<Inventory, "leftOut" | "notes">;

/** The project as resources of the other platform, which do not exist yet. */
export function writeProject(project: MovedProject, move: Move, overrides: OverrideMode): Written {
  const { flags, segments } = project;
  const names = new Map(segments.map(({ id, name }) => [id, name]));
  const units = flags.flatMap((flag) => flag.units.map((unit) => ({ flag, unit })));
  const separate = overrides === "separate";
  return {
    flags: flags.map((flag) => writeFlag(flag, move)),
    segments: segments.map(writeSegment),
    definitions: units.map(({ flag, unit }) =>
      writeUnit(unit, flag, move, { names, mode: separate ? undefined : overrides }),
    ),
    overrides: separate ? units.flatMap(({ flag, unit }) => writeApart(unit, flag, move, names)) : [],
  };
}

/** With what is lost or changed of each object as its notes, which become comments. */
export function withComments(written: Written, { environments, losses }: Move): Written {
  const sources = new Map([...environments].map(([from, to]) => [to, from]));
  const noted = (adopted: Adopted): Adopted => ({ ...adopted, notes: losses.of(nameOf(adopted)) });
  return {
    ...written,
    flags: written.flags.map(noted),
    segments: written.segments.map(noted),
    definitions: written.definitions.map((adopted) => {
      const [to, flag] = [textAt(adopted.body, "environment") ?? "", textAt(adopted.body, "flag") ?? ""];
      const what = nameOf({ type: DEFINITION, displayName: `${sources.get(to) ?? to}/${flag}` });
      return { ...adopted, notes: losses.of(what) };
    }),
  };
}

function made(each: Omit<Adopted, "importId" | "exists" | "notes">): Adopted {
  return { ...each, importId: each.displayName, exists: false, notes: [] };
}

function writeFlag(flag: MovedFlag, { to }: Move): Adopted {
  const { id, key, type, description, tags, archived, units } = flag;
  const variants = flag.variants.length > 0 ? flag.variants : (units.find((each) => each.variants !== null)?.variants ?? []);
  const createsTags = to.name === "flagsmith" && tags.length > 0;
  const body = {
    key,
    ...(type !== "boolean" && { type }),
    ...(description !== "" && { description }),
    ...(tags.length > 0 && { tags }),
    ...(archived && { archived }),
    ...(type !== "boolean" && variants.length > 0 && { variants: variantsBody(variants) }),
    ...(createsTags && { flagsmith: { create_tags: true } }),
  };
  return made({ type: FLAG, displayName: key, ids: { flag_id: id }, body });
}

function writeSegment({ id, flag, name, description, rules, identities, excluded }: MovedSegment): Adopted {
  const body = {
    name,
    ...(description !== "" && { description }),
    ...(rules.length > 0 && { rules: rulesBody(rules) }),
    ...(identities.length > 0 && { identities }),
    ...(excluded.length > 0 && { vercel: { excluded } }),
  };
  const ids = { segment_id: id, ...(flag !== null && { flag_id: flag }) };
  return made({ type: SEGMENT, displayName: name, ids, body });
}

interface Folded {
  readonly names: ReadonlyMap<string, string>;
  /** Undefined: the overrides are resources of their own. */
  readonly mode: Exclude<OverrideMode, "separate"> | undefined;
}

function writeUnit(unit: MovedUnit, flag: MovedFlag, { to, environments }: Move, { names, mode }: Folded): Adopted {
  const { key, id } = flag;
  const environment = environments.get(unit.environment) ?? unit.environment;
  const { killed, whenOff, rules, segments, identities } = unit;
  const variants = to.capabilities.definitionVariants.can && flag.type !== "boolean" ? (unit.variants ?? flag.variants) : [];
  const ofSegments = segments.map(
    (each) => [names.get(each.subject) ?? each.subject, overrideBody(each, each.subject)] as const,
  );
  const body = {
    environment,
    flag: key,
    ...audienceBody(unit),
    ...(killed && { killed }),
    ...(whenOff !== null && { when_off: whenOff }),
    ...(variants.length > 0 && { variants: variantsBody(variants) }),
    ...(rules.length > 0 && {
      rules: rules.map(({ key: own, description, when, ...audience }) => {
        return withoutNulls({ key: own, description, when: rulesBody(when), ...audienceBody(audience) });
      }),
    }),
    ...(mode === "listed" && segments.length + identities.length > 0 && { overrides: "listed" }),
    ...(mode && segments.length > 0 && { segment_overrides: Object.fromEntries(ofSegments) }),
    ...(mode &&
      identities.length > 0 && {
        identity_overrides: Object.fromEntries(identities.map((each) => [each.subject, overrideBody(each)] as const)),
      }),
  };
  return made({
    type: DEFINITION,
    displayName: `${environment}/${key}`,
    ids: { environment_id: environment, flag_id: id },
    body,
  });
}

function writeApart(
  unit: MovedUnit,
  flag: MovedFlag,
  { environments }: Move,
  names: ReadonlyMap<string, string>,
): Adopted[] {
  const environment = environments.get(unit.environment) ?? unit.environment;
  const place = { environment, flag: flag.key };
  const ids = { environment_id: environment, flag_id: flag.id };
  const each = (
    type: typeof SEGMENT_OVERRIDE | typeof IDENTITY_OVERRIDE,
    name: string,
    own: Body,
    of: Adopted["ids"],
  ): Adopted =>
    made({
      type,
      displayName: `${environment}/${flag.key}/${name}`,
      ids: { ...ids, ...of },
      body: { ...place, ...own },
    });
  return [
    ...unit.segments.map((own) => {
      const segment = names.get(own.subject) ?? own.subject;
      return each(SEGMENT_OVERRIDE, segment, { segment, ...overrideBody(own) }, { segment_id: own.subject });
    }),
    ...unit.identities.map((own) => {
      return each(
        IDENTITY_OVERRIDE,
        own.subject,
        { identity: own.subject, ...overrideBody(own) },
        { identity: own.subject },
      );
    }),
  ];
}

function overrideBody({ priority, ...audience }: MovedOverride, segment?: string): Body {
  const { enabled, ...serve } = audienceBody(audience);
  return {
    ...(segment !== undefined && { segment_id: segment }),
    ...(priority !== null && { priority }),
    enabled: enabled ?? true,
    ...serve,
  };
}

function audienceBody({ enabled, serve }: MovedAudience): Body {
  return withoutNulls({
    enabled,
    serve: serve && serveAttribute(serve.kind === "variant" ? { ...serve, value: null } : serve),
  });
}

function variantsBody(variants: readonly Variant[]): Body {
  return Object.fromEntries(
    variants.map(
      ({ key, value, description }) => [key, withoutNulls({ value: valueAttribute(value), description })] as const,
    ),
  );
}

function rulesBody(rules: readonly SegmentRule[]): readonly Body[] {
  return (readRules(null, rules, true) ?? []).map((each) => withoutNulls({ ...each }));
}
