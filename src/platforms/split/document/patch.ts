import { type Document, LISTS, type Rule, sameBuckets, type TargetList, type Treatment } from "./document";
import { sameCondition } from "./rules";

/** One operation of a JSON Patch (RFC 6902). `move` and `copy` are never used: it is not documented that Split accepts them. */
export type PatchOperation =
  | { readonly op: "add" | "replace" | "test"; readonly path: string; readonly value: unknown }
  | { readonly op: "remove"; readonly path: string };

/**
 * What turns one definition into the other. Split checks the whole document after all operations, so that what is valid only
 * together goes out together. `replace` is for members that are always there; the others come and go, and `add` sets them
 * either way. Every index is that of the document which was read; removals come last, from the end backwards.
 */
export function difference(live: Document, target: Document): PatchOperation[] {
  return [
    ...scalars(live, target),
    ...ruleOperations(live.rules ?? undefined, target.rules ?? []),
    ...treatmentOperations(live, target),
    ...(sameShares(live, target) ? [] : [replace("/defaultRule", target.defaultRule)]),
    ...removedTreatments(live, target),
  ];
}

function replace(path: string, value: unknown): PatchOperation {
  return { op: "replace", path, value };
}

function add(path: string, value: unknown): PatchOperation {
  return { op: "add", path, value };
}

/** Shares of 0 for a removed treatment must be removed too. */
function sameShares(live: Document, target: Document): boolean {
  const left = target.treatments.map(({ name }) => name);
  return (
    sameBuckets(live.defaultRule, target.defaultRule) && live.defaultRule.every((each) => left.includes(each.treatment))
  );
}

function scalars(live: Document, target: Document): PatchOperation[] {
  const always = (["killed", "trafficAllocation", "defaultTreatment", "baselineTreatment"] as const).flatMap((name) => {
    if (live[name] === target[name]) return [];
    return [
      live[name] === undefined || live[name] === null ? add(`/${name}`, target[name]) : replace(`/${name}`, target[name]),
    ];
  });
  const sometimes = (["impressionsDisabled", "flagSets"] as const).flatMap((name) =>
    same(live[name], target[name]) ? [] : [add(`/${name}`, target[name])],
  );
  return [...always, ...sometimes];
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function treatmentOperations(live: Document, target: Document): PatchOperation[] {
  return target.treatments.flatMap((wanted) => {
    const index = live.treatments.findIndex(({ name }) => name === wanted.name);
    const now = live.treatments[index];
    if (!now) return [add("/treatments/-", wanted)];
    const path = `/treatments/${index}`;
    return [
      ...member(path, "description", now, wanted),
      ...member(path, "configurations", now, wanted),
      ...LISTS.flatMap((list) => listOperations(path, list, now, wanted)),
    ];
  });
}

function member(path: string, name: "description" | "configurations", now: Treatment, wanted: Treatment): PatchOperation[] {
  if (now[name] === wanted[name]) return [];
  if (wanted[name] === undefined) return [{ op: "remove", path: `${path}/${name}` }];
  return [add(`${path}/${name}`, wanted[name])];
}

/** An empty list may be absent or [], after the last removal too: `add` is right for both. */
function listOperations(path: string, list: TargetList, treatment: Treatment, target: Treatment): PatchOperation[] {
  const [now, wanted] = [treatment[list] ?? [], target[list] ?? []];
  const wantedSet = new Set(wanted);
  const nowSet = new Set(now);
  const gone = now.flatMap((each, index) => (wantedSet.has(each) ? [] : [index]));
  const fresh = wanted.filter((each) => !nowSet.has(each));
  if (gone.length === 0 && fresh.length === 0) return [];
  const whole = `${path}/${list}`;
  if (now.length === 0 || (wanted.length === 0 && now.length > 1)) return [add(whole, wanted)];
  const swaps = gone.slice(0, fresh.length);
  const others = gone.slice(fresh.length).reverse();
  return [
    ...swaps.map((index, at) => replace(`${whole}/${index}`, fresh[at])),
    ...others.map((index): PatchOperation => ({ op: "remove", path: `${whole}/${index}` })),
    ...fresh.slice(swaps.length).map((each) => add(`${whole}/-`, each)),
  ];
}

function removedTreatments(live: Document, target: Document): PatchOperation[] {
  return live.treatments
    .flatMap(({ name }, index) => (target.treatments.some((each) => each.name === name) ? [] : [index]))
    .reverse()
    .map((index) => ({ op: "remove", path: `/treatments/${index}` }));
}

/** Rules have no ids: those that stay are found as the longest common sequence, so that each of them is left alone. */
function ruleOperations(live: readonly Rule[] | undefined, target: readonly Rule[]): PatchOperation[] {
  if (!live) return target.length === 0 ? [] : [add("/rules", target)];
  const changes: PatchOperation[] = [];
  const removals: PatchOperation[] = [];
  const additions: PatchOperation[] = [];
  let gap = 0;
  let size = live.length;
  for (const { gone, fresh } of gaps(live, target)) {
    const both = Math.min(gone.length, fresh.length);
    for (let at = 0; at < both; at++) {
      const [from, to] = [gone[at], fresh[at]];
      if (from && to) changes.push(...changedRule(from.index, from.rule, to.rule));
    }
    for (const { index } of gone.slice(both)) removals.unshift({ op: "remove", path: `/rules/${index}` });
    size -= gone.length - both;
    gap++;
    for (const { index, rule } of fresh.slice(both)) additions.push(add(`/rules/${index}`, rule));
  }
  return gap === 0 ? [] : [...changes, ...removals, ...atTheEnd(additions, size)];
}

/** New last rules are appended: that is right whatever somebody else appended meanwhile. */
function atTheEnd(additions: readonly PatchOperation[], size: number): PatchOperation[] {
  let length = size;
  return additions.map((operation) => {
    const isLast = operation.path === `/rules/${length}`;
    length++;
    return isLast && length > 1 ? { ...operation, path: "/rules/-" } : operation;
  });
}

function changedRule(index: number, from: Rule, to: Rule): PatchOperation[] {
  const path = `/rules/${index}`;
  return [
    ...(sameCondition(from.condition, to.condition) ? [] : [replace(`${path}/condition`, to.condition)]),
    ...(same(from.buckets, to.buckets) ? [] : [replace(`${path}/buckets`, to.buckets)]),
  ];
}

interface Placed {
  readonly rule: Rule;
  readonly index: number;
}

interface Gap {
  readonly gone: readonly Placed[];
  readonly fresh: readonly Placed[];
}

/** What differs between the rules that both have. */
function gaps(live: readonly Rule[], target: readonly Rule[]): Gap[] {
  const lengths = commonLengths(live, target);
  const found: Gap[] = [];
  let gone: Placed[] = [];
  let fresh: Placed[] = [];
  const close = (): void => {
    if (gone.length > 0 || fresh.length > 0) found.push({ gone, fresh });
    [gone, fresh] = [[], []];
  };
  for (let i = 0, j = 0; i < live.length || j < target.length;) {
    const [from, to] = [live[i], target[j]];
    if (from && to && same(from, to)) {
      close();
      i++;
      j++;
    } else if (to && (!from || (lengths[i]?.[j + 1] ?? 0) > (lengths[i + 1]?.[j] ?? 0))) {
      fresh.push({ rule: to, index: j++ });
    } else if (from) {
      gone.push({ rule: from, index: i++ });
    }
  }
  close();
  return found;
}

function commonLengths(live: readonly Rule[], target: readonly Rule[]): number[][] {
  const lengths = Array.from({ length: live.length + 1 }, () => new Array<number>(target.length + 1).fill(0));
  for (let i = live.length - 1; i >= 0; i--) {
    for (let j = target.length - 1; j >= 0; j--) {
      const row = lengths[i];
      const below = lengths[i + 1];
      if (!row || !below) continue;
      row[j] = same(live[i], target[j]) ? (below[j + 1] ?? 0) + 1 : Math.max(below[j] ?? 0, row[j + 1] ?? 0);
    }
  }
  return lengths;
}
