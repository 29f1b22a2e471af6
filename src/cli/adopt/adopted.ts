import type { Adopted } from "../../adopt/adoption";
import { allOf } from "../../adopt/inventory/adopted";
import type { Io } from "../terminal/io";
import { styled } from "../terminal/style";
import { counted, kindsIn } from "./counted";

/** What was written, what was left out, and what the plan says. */
export function tellAdopted(
  { inventory, plan, leftOut, planned }: Adopted,
  { out, format }: { readonly out: string; readonly format: string },
  io: Io,
): number {
  const { imports, changes } = plan;
  io.out(`${out}: ${kindsIn(inventory)}\n`);
  for (const note of inventory.notes) io.out(styled("yellow", "note"), ` ${note}\n`);
  for (const { what, why } of leftOut) io.out(styled("yellow", "left out"), ` ${what}: ${why}\n`);
  if (planned === "resources" && format === "typescript")
    io.out(
      "cdktf is not installed here, so that the program was not run: the same resources were planned. To plan the program itself, run npx cdktf diff in the folder.\n",
    );
  const missing = allOf(inventory).length - imports;
  if (changes.length === 0) {
    const isWhole = missing === 0;
    const rest = isWhole ? "nothing to change" : `and ${counted(missing, "resource")} that the plan does not have`;
    io.out(styled(isWhole ? "green" : "red", `${counted(imports, "import")}, ${rest}`));
    io.out(isWhole ? "\n" : ": please report it, and write these by hand.\n");
    return isWhole ? 0 : 1;
  }
  io.out(`${plan.text}\n`);
  io.out(
    styled("red", `${counted(imports, "import")}, and ${counted(changes.length, "change")}`),
    ": change the files until the plan only imports, or apply what it says.\n",
  );
  return 1;
}
