import type { Adopted } from "../../adopt/adoption";
import type { Loss } from "../../adopt/translate/losses";
import type { Io } from "../terminal/io";
import { styled } from "../terminal/style";
import { counted, kindsIn } from "./counted";

const LABELS = [
  ["served", styled("red", "lost")],
  ["noted", styled("yellow", "changed")],
  ["assumed", styled("yellow", "assumed")],
] as const;

/** One line for each, before anything is written: first what somebody would notice. */
export function listLosses(losses: readonly Loss[], io: Io): void {
  io.progress("");
  for (const [kind, label] of LABELS)
    for (const { what, why } of losses.filter(({ effect }) => effect === kind)) io.out(label, ` ${what}: ${why}\n`);
}

/** What was written for another platform, and what an apply would create there. */
export function tellMove(
  { inventory, plan, losses }: Adopted,
  { out, platform }: { readonly out: string; readonly platform: string },
  io: Io,
): number {
  io.out(`${out}: ${kindsIn(inventory)}\n`);
  const created = plan.changes.filter(({ action }) => action === "create").length;
  const missing = losses.filter(({ effect }) => effect === "served").length;
  const result = `${counted(created, "resource")} to create on ${platform}`;
  if (missing === 0) {
    const isAssuming = losses.some(({ effect }) => effect === "assumed");
    io.out(styled("green", `${result}, nothing is lost${isAssuming ? " if traits are as assumed" : ""}`), "\n");
    return 0;
  }
  io.out(
    styled("red", `${result}, and ${counted(missing, "thing")} that it does not support`),
    ": see the comments in the files.\n",
  );
  return 1;
}
