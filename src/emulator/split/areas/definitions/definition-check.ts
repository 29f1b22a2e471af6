import type { Options } from "../../options";
import type { Bucket, Condition, Content, Environment, Flag, Treatment } from "../../store/records";
import type { Store } from "../../store/store";
import { invalid } from "../../wire/api-error";
import { treatmentNameProblem } from "../flags/flag-names";
import { segmentsOf } from "../segments/named-segments";
import { findCycle, linksOfContent } from "./cycles";

const MAXIMUM_TREATMENTS = 20;

type Rules = Pick<Options, "minimumTreatments" | "keyInTwoTreatments" | "segmentsMustBeEnabled">;

/** The whole document at once, after every operation of a patch (split.md 2.5.3). */
export function checkContent(store: Store, options: Rules, flag: Flag, environment: Environment, content: Content): void {
  const problems = [
    ...treatmentProblems(content, options),
    ...bucketProblems(content),
    ...targetProblems(content, options),
    ...segmentProblems(store, options, flag, environment, content),
    ...content.rules.flatMap(({ condition }) => dependencyProblems(store, flag, condition)),
    ...cycleProblems(store, flag, environment, content),
    ...content.flagSets.flatMap(({ id }) =>
      store.tables.flagSets.get(id)?.workspace === flag.workspace ? [] : [`there is no flag set ${id}`],
    ),
  ];
  const [first] = problems;
  if (first !== undefined) throw invalid(`Invalid feature flag definition: ${first}`, problems.join("; "));
}

function treatmentProblems({ treatments, defaultTreatment, baselineTreatment }: Content, options: Rules): string[] {
  const names = treatments.map((each) => each.name);
  const found = names.flatMap((each) => treatmentNameProblem(each) ?? []);
  if (treatments.length < options.minimumTreatments)
    found.push(`at least ${options.minimumTreatments} treatments are needed`);
  if (treatments.length > MAXIMUM_TREATMENTS) found.push(`there are more than ${MAXIMUM_TREATMENTS} treatments`);
  for (const each of repeated(names)) found.push(`the treatment ${each} is declared twice`);
  if (!names.includes(defaultTreatment)) found.push(`the default treatment ${defaultTreatment} is not declared`);
  if (baselineTreatment !== undefined && !names.includes(baselineTreatment)) {
    found.push(`the baseline treatment ${baselineTreatment} is not declared`);
  }
  for (const { name, configurations } of treatments) {
    if (configurations !== undefined && !isJson(configurations)) found.push(`the configuration of ${name} is not JSON`);
  }
  return found;
}

function bucketProblems({ treatments, rules, defaultRule }: Content): string[] {
  const names = new Set(treatments.map((each) => each.name));
  const of = (where: string, buckets: readonly Bucket[]): string[] => {
    const found = buckets
      .filter((each) => !names.has(each.treatment))
      .map((each) => `${where} names the undeclared treatment ${each.treatment}`);
    const total = buckets.reduce((sum, each) => sum + each.size, 0);
    if (total !== 100) found.push(`the sizes of ${where} sum to ${total}, not to 100`);
    for (const each of repeated(buckets.map((bucket) => bucket.treatment))) found.push(`${where} names ${each} twice`);
    return found;
  };
  return [...rules.flatMap((rule, index) => of(`rule ${index}`, rule.buckets)), ...of("the default rule", defaultRule)];
}

const LISTS = ["keys", "segments", "largeSegments", "ruleBasedSegments"] as const satisfies readonly (keyof Treatment)[];

function targetProblems({ treatments }: Content, options: Rules): string[] {
  return LISTS.flatMap((list) => [
    ...treatments.flatMap((each) => repeated(each[list]).map((target) => `${each.name} holds ${target} in ${list} twice`)),
    ...(options.keyInTwoTreatments === "first"
      ? []
      : repeated(treatments.flatMap((each) => [...new Set(each[list])])).map(
          (target) => `${target} is in ${list} of two treatments`,
        )),
  ]);
}

function segmentProblems(store: Store, options: Rules, flag: Flag, environment: Environment, content: Content): string[] {
  return segmentsOf(content).flatMap(({ kind, name }) => {
    const segment = store.segmentNamed(flag.workspace, kind, name);
    if (!segment) return [`there is no ${kind} segment ${name}`];
    if (segment.trafficType !== flag.trafficType) return [`the segment ${name} is of another traffic type`];
    const enabled = store.membership(segment.id, environment.id) !== undefined;
    return enabled || !options.segmentsMustBeEnabled ? [] : [`the segment ${name} is not enabled in ${environment.name}`];
  });
}

function dependencyProblems(store: Store, flag: Flag, { matchers }: Condition): string[] {
  return matchers.flatMap(({ depends }) => {
    if (!depends) return [];
    return store.flagNamed(flag.workspace, depends.splitName) ? [] : [`there is no feature flag ${depends.splitName}`];
  });
}

function cycleProblems(store: Store, flag: Flag, environment: Environment, content: Content): string[] {
  const cycle = findCycle(store, environment, `flag ${flag.name}`, linksOfContent(content));
  return cycle ? [`${flag.name} depends on itself: ${cycle.join(" → ")}`] : [];
}

function repeated(names: readonly string[]): string[] {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const each of names) (seen.has(each) ? twice : seen).add(each);
  return [...twice];
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
