import { getOwn, setOwn } from "../../../get-own";
import { hashOf } from "../../inventory/resource-names";
import type { Move } from "../move";
import { plainName } from "../plain-name";
import type { MovedFlag } from "../project/project";
import { renamedIn } from "./one-set-of-variants";

/** Keys of variants that the other platform accepts. */
export function withAcceptedKeys(flag: MovedFlag, { to, losses }: Move): MovedFlag {
  if (flag.type === "boolean") return flag;
  const all = new Set([...flag.variants, ...flag.units.flatMap(({ variants }) => variants ?? [])].map(({ key }) => key));
  const keys: Record<string, string> = {};
  for (const key of all) {
    const why = to.refuseName?.("variant", key);
    if (why === undefined) continue;
    const renamed = acceptedKey(key, (each) => !all.has(each) && to.refuseName?.("variant", each) === undefined);
    setOwn(keys, key, renamed);
    losses.note(`flag ${flag.key}`, `the variant "${key}" is "${renamed}" here. ${why}`);
  }
  const variants = flag.variants.map((each) => ({ ...each, key: getOwn(keys, each.key) ?? each.key }));
  return { ...flag, variants, units: flag.units.map((unit) => renamedIn(unit, keys)) };
}

/** Like the text, as far as letters and digits allow. */
export function acceptedKey(text: string, accepts: (key: string) => boolean): string {
  const plain = plainName(text, 30).replace(/[-_]$/, "");
  const candidates = [plain, `${plain}-value`, `value-${plain}`, `value-${hashOf(text)}`];
  return candidates.find((each) => each !== "" && accepts(each)) ?? `value-${hashOf(text)}`;
}
