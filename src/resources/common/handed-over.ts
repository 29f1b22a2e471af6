import { getOwn } from "../../get-own";

/** Tells the user that the value stays, and how to change it. */
export function handedOver(name: string): string {
  const empty = getOwn(EMPTY, name);
  const clearing = empty === undefined ? "" : ` To clear it instead, set ${name} = ${empty}.`;
  return `It stays on the platform as it is; nothing is written. To change it, set it again.${clearing}`;
}

const EMPTY: Readonly<Record<string, string>> = {
  description: '""',
  tags: "[]",
  rules: "[]",
  segment_overrides: "{}",
  identity_overrides: "{}",
};
