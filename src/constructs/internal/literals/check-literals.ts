import { createRequire } from "node:module";
import type { IConstruct } from "constructs";
import type * as Literals from "./literals";

let literals: typeof Literals | undefined;

/** Throws at the user's own line what is wrong with literal props, all faults at once. */
export function checkLiterals(subject: string | IConstruct, kind: Literals.LiteralKind, value: unknown): void {
  literals ??= createRequire(__filename)("./literals") as typeof Literals;
  const issues = literals.literalIssues(kind, value);
  if (issues.length === 0) return;
  const where = typeof subject === "string" ? subject : `${subject.constructor.name} "${subject.node.path}"`;
  throw new Error(`${where}: ${issues.join("; ")}`);
}
