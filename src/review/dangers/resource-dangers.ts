import type { Effect } from "../change/effects";
import type { ProjectChange } from "../change/stack-change";
import type { PlanJson } from "../plan/plan-json";
import { textIn } from "../plan/values";
import { quote } from "../words";
import { danger, type DangerContext, type FoundDanger, type ReviewedUnit } from "./found-danger";

/** Dangers in what happens to flags, segments, environments and keys themselves. */
export function resourceDangers({ effects }: ProjectChange, context: DangerContext): readonly FoundDanger[] {
  return effects.flatMap((effect) => {
    const { type } = effect.instance;
    const own = OWN.get(type)?.(effect, context) ?? [];
    return [...own, ...otherProject(effect)];
  });
}

type Look = (effect: Effect, context: DangerContext) => readonly FoundDanger[];

const OWN: ReadonlyMap<string, Look> = new Map<string, Look>([
  ["flagform_feature_flag", flagDangers],
  ["flagform_environment", environmentDangers],
  ["flagform_segment", segmentDangers],
  ["flagform_server_key", keyDangers],
]);

function flagDangers(effect: Effect, context: DangerContext): readonly FoundDanger[] {
  const { instance, before, after, left } = effect;
  const flag = textIn(before, "key");
  if (before === null || flag === undefined) return [];
  const place = { flag, addresses: [instance.address] };
  const served = servedIn(flag, context.units);
  if (instance.deposed)
    return [danger("flag-deleted", `the object of ${quote(flag)} that an interrupted replacement left is deleted`, place)];
  if (after === null)
    return served === undefined ? [] : [danger("flag-deleted", `${quote(flag)} is deleted${served}`, place)];
  const found: FoundDanger[] = [];
  const key = textIn(after, "key") ?? "another key";
  const [was, is] = [textIn(before, "type") ?? "boolean", textIn(after, "type") ?? "boolean"];
  if (instance.action === "replace") {
    const what = key === flag ? "is deleted and created again" : `is deleted, and ${quote(key)} is created in its place`;
    const typed = was === is ? "" : `, and its type goes from ${quote(was)} to ${quote(is)}`;
    found.push(danger("flag-replaced", `${quote(flag)} ${what}${typed}${served ?? ""}`, place));
  } else if (was !== is) {
    found.push(
      danger(
        "type-changed",
        `${quote(flag)} changes its type from ${quote(was)} to ${quote(is)}: applications that ask for ${quote(was)} get their fallback`,
        place,
      ),
    );
  }
  if (before["archived"] !== true && after["archived"] === true && !left)
    found.push(danger("flag-archived", `${quote(flag)} is archived${served ?? ""}`, place));
  return found;
}

/** Where it is on, as the end of a sentence; undefined: it is known to be off everywhere. */
function servedIn(flag: string, units: readonly ReviewedUnit[]): string | undefined {
  const own = units.filter(({ sides: { unit } }) => unit.flag === flag);
  if (own.length === 0) return ", and the plan does not show whether it is still served";
  const on = own.filter(({ change }) =>
    change.audiences.some(({ before }) => before.kind === "served" && before.outcomes.some(({ enabled }) => enabled)),
  );
  const names = (units: readonly ReviewedUnit[]): string =>
    [...new Set(units.map(({ sides: { unit } }) => unit.environment))].map(quote).join(", ");
  if (on.length > 0) return ` while it is on in ${names(on)}`;
  const open = own.filter(({ change }) => change.audiences.some(({ before }) => before.kind === "unknown"));
  return open.length > 0 ? `, and the plan does not show whether it is still served in ${names(open)}` : undefined;
}

function environmentDangers({ instance, before, after }: Effect): readonly FoundDanger[] {
  const name = textIn(before, "name");
  if (name === undefined || (after !== null && instance.action !== "replace")) return [];
  const text = `the environment ${quote(name)} is deleted with everything that is served in it`;
  return [danger("environment-deleted", text, { environment: name, addresses: [instance.address] })];
}

function segmentDangers({ instance, before, after }: Effect): readonly FoundDanger[] {
  const name = textIn(before, "name");
  if (name === undefined || (after !== null && instance.action !== "replace")) return [];
  const text = `the segment ${quote(name)} is deleted, and with it its overrides of all flags, also those of other stacks`;
  return [danger("segment-deleted", text, { audience: { kind: "segment", name }, addresses: [instance.address] })];
}

function keyDangers({ instance, before, after }: Effect): readonly FoundDanger[] {
  const name = textIn(before, "name");
  if (before === null || name === undefined) return [];
  const isOff = after !== null && before["active"] !== false && after["active"] === false;
  if (after !== null && instance.action !== "replace" && !isOff) return [];
  const what = isOff ? "is no longer active" : "is deleted";
  const text = `the server key ${quote(name)} ${what}: applications that use it get nothing`;
  return [
    danger("server-key-deleted", text, {
      environment: textIn(before, "environment") ?? null,
      addresses: [instance.address],
    }),
  ];
}

function otherProject({ instance, before, after }: Effect): readonly FoundDanger[] {
  const [was, is] = [textIn(before, "scope"), textIn(after, "scope")];
  if (was === undefined || is === undefined || was === is) return [];
  return [
    danger("project-changed", `${quote(instance.address)} moves from ${quote(was)} to ${quote(is)}`, {
      addresses: [instance.address],
    }),
  ];
}

/** Actions of the provider that the apply invokes. */
export function actionDangers(plan: PlanJson): readonly FoundDanger[] {
  return (plan.action_invocations ?? [])
    .filter(({ type }) => type.startsWith("flagform_"))
    .map(({ address }) => danger("action-invoked", `the apply invokes ${quote(address)}`, { addresses: [address] }));
}
