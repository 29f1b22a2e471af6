import { getOwn } from "../../../get-own";
import { isMembership } from "../../../platforms/model/segment-rule";
import { asRecord, bodiesIn, type Body, literal, type StackFile } from "./synthesized";

/** What a stack takes to be there already: what it looks up, and names that none of its resources has. */
export interface NamesUsed {
  readonly projects: ReadonlySet<string>;
  readonly environments: ReadonlySet<string>;
  readonly segments: ReadonlySet<string>;
  /** With the type that their definitions and overrides show. */
  readonly flags: ReadonlyMap<string, FlagUsed>;
  readonly tags: ReadonlySet<string>;
  readonly trafficTypes: ReadonlySet<string>;
}

export interface FlagUsed {
  readonly type: string;
  readonly variants: ReadonlySet<string>;
}

/** By one provider configuration (`flagform`, or `flagform.<alias>`). */
export function namesUsed(file: StackFile, provider: string): NamesUsed {
  const isOwn = ({ attributes }: Body): boolean => (literal(attributes["provider"]) ?? "flagform") === provider;
  const made = bodiesIn(file, "resource").filter(isOwn);
  const looked = bodiesIn(file, "data").filter(isOwn);
  const names = (bodies: readonly Body[], types: readonly string[], attribute: string): string[] =>
    bodies.flatMap(({ type, attributes }) => {
      const name = types.includes(type) ? literal(getOwn(attributes, attribute)) : undefined;
      return name === undefined ? [] : [name];
    });
  const without = (all: readonly string[], own: readonly string[]): Set<string> => {
    const known = new Set(own.map((each) => each.toLowerCase()));
    return new Set(all.filter((each) => !known.has(each.toLowerCase()) && !each.startsWith("id:")));
  };
  const flags = without(
    [...names(looked, ["flagform_feature_flag"], "key"), ...names(made, UNITS, "flag")],
    names(made, ["flagform_feature_flag"], "key"),
  );
  return {
    projects: without(
      names(
        [...made, ...looked],
        [...made, ...looked].map(({ type }) => type),
        "project",
      ),
      names(made, ["flagform_project"], "name"),
    ),
    environments: without(
      [...names(looked, ["flagform_environment"], "name"), ...names(made, [...UNITS, "flagform_server_key"], "environment")],
      names(made, ["flagform_environment"], "name"),
    ),
    segments: without(
      [
        ...names(looked, ["flagform_segment"], "name"),
        ...names(made, ["flagform_segment_override"], "segment"),
        ...made.flatMap(({ attributes }) => Object.keys(asRecord(attributes["segment_overrides"]))),
        ...made.flatMap(({ attributes }) => segmentsIn(attributes)),
      ],
      names(made, ["flagform_segment"], "name"),
    ),
    flags: new Map([...flags].map((name) => [name, usedAs(name, made)])),
    tags: new Set(made.flatMap(({ attributes }) => literals(attributes["tags"]))),
    trafficTypes: new Set(made.flatMap(({ attributes }) => literal(asRecord(attributes["split"])["traffic_type"]) ?? [])),
  };
}

const UNITS = ["flagform_environment_definition", "flagform_segment_override", "flagform_identity_override"];

/** Those that conditions name. */
function segmentsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(segmentsIn);
  if (typeof value !== "object" || value === null) return [];
  const { operator, values } = asRecord(value);
  if (isMembership(operator)) return literals(values);
  return Object.values(value).flatMap(segmentsIn);
}

function usedAs(flag: string, made: readonly Body[]): FlagUsed {
  const own = made.filter(({ type, attributes }) => UNITS.includes(type) && literal(attributes["flag"]) === flag);
  const served = own.flatMap(({ attributes }) => servesIn(attributes));
  const [kind] = served.flatMap((serve) => Object.keys(asRecord(serve["value"])));
  const variants = new Set(
    served.flatMap((serve) => [
      ...literals([serve["variant"]]),
      ...Object.keys(asRecord(asRecord(serve["split"])["weights"])),
    ]),
  );
  const isSwitch = [...variants].every((each) => each === "on" || each === "off");
  return { type: kind ?? (isSwitch ? "boolean" : "string"), variants };
}

function servesIn(value: unknown, name?: string): Readonly<Record<string, unknown>>[] {
  if (Array.isArray(value)) return value.flatMap((each) => servesIn(each));
  if (typeof value !== "object" || value === null) return [];
  if (name === "serve") return [asRecord(value)];
  return Object.entries(value).flatMap(([key, each]) => servesIn(each, key));
}

function literals(value: unknown): string[] {
  return Array.isArray(value) ? value.flatMap((each) => literal(each) ?? []) : [];
}
