import { trimEnd, trimStart } from "../../../trim";

const LONGEST = 512;

/** Why Vercel would refuse a new name. */
export function refuseName(noun: "flag" | "environment" | "segment" | "variant", name: string): string | undefined {
  if (noun === "environment") return undefined;
  if (noun === "variant") return name === "" ? "A variant needs a key." : undefined;
  if (/^[A-Za-z0-9_-]+$/.test(name) && name.length <= LONGEST) return undefined;
  const near = trimEnd(trimStart(name.replace(/[^A-Za-z0-9_-]+/g, "-"), "-"), "-").slice(0, LONGEST);
  const hint = near === "" ? "" : ` For example: "${near}".`;
  const label = noun === "segment" ? " The dashboard shows its label." : "";
  return `Vercel's ${noun}s are named with letters, digits, - and _, ${LONGEST} at most.${hint}${label}`;
}
