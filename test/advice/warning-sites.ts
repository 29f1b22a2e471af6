import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

/**
 * Every warning that the source can give: what it calls itself, with `…` for what is filled in. A platform's notes on a write
 * (`warnings` of its answer) are found in the functions that make them.
 */

const SOURCE = join(__dirname, "..", "..", "src");
const FOLDERS = ["platforms", "resources", "terraform", "http"];
/** Called with a summary first. */
const CALLS = new Set(["warn", "warnWhileDeleting", "warnOfMany", "notice", "warning"]);
const SHARED = new Set(["KEPT", "NOTE"]);
/** Of the notes, which stand apart. */
const IS_NOTE = /^\S+ ….*: …$/;
/** What makes notes, by name; or the notes stand where `warnings` is filled. */
const NOTE_MAKER =
  /^(warningsOf|warnNulls|warnRules|keptVariants?|bypassWarning|bucketedAgain|staysKilled|localCohorts|readAfterWrite|removeUnused)$/;

export function warningSites(): string[] {
  const sites = FOLDERS.flatMap((folder) =>
    readdirSync(join(SOURCE, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts"))
      .flatMap((name) => sitesIn(join(SOURCE, folder, name))),
  );
  return [...new Set(sites)].filter((site) => !IS_NOTE.test(site)).sort();
}

function sitesIn(path: string): string[] {
  const file = ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.Latest, true);
  const constants = new Map<string, string>();
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.initializer) {
      const text = textOf(node.initializer, constants);
      if (text !== undefined) constants.set(node.name.text, text);
    }
    if (ts.isCallExpression(node) && CALLS.has(nameOf(node.expression))) {
      const [first] = node.arguments;
      // Some share a summary, and say in their detail what they are.
      const isShared = first !== undefined && ts.isIdentifier(first) && SHARED.has(first.text);
      const words = isShared ? node.arguments[1] : first;
      const text = words && textOf(words, constants);
      if (text !== undefined && text.split(" ").length > 1) found.push(text);
    }
    if (isNotes(node)) found.push(...sentencesIn(node));
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function nameOf(callee: ts.Expression): string {
  if (ts.isIdentifier(callee)) return callee.text;
  return ts.isPropertyAccessExpression(callee) ? callee.name.text : "";
}

function isNotes(node: ts.Node): boolean {
  if (ts.isPropertyAssignment(node)) return ts.isIdentifier(node.name) && node.name.text === "warnings";
  if (ts.isVariableDeclaration(node)) return ts.isIdentifier(node.name) && node.name.text === "warnings";
  if (ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node))
    return node.name !== undefined && ts.isIdentifier(node.name) && NOTE_MAKER.test(node.name.text);
  return ts.isCallExpression(node) && nameOf(node.expression) === "resultOf";
}

/** Texts of several words. */
function sentencesIn(node: ts.Node): string[] {
  const text = ts.isExpression(node) ? textOf(node, new Map()) : undefined;
  if (text !== undefined && text.split(" ").length > 5) return [text];
  const found: string[] = [];
  ts.forEachChild(node, (child) => {
    found.push(...sentencesIn(child));
  });
  return found;
}

function textOf(node: ts.Expression, constants: ReadonlyMap<string, string>): string | undefined {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text;
  if (ts.isIdentifier(node)) return constants.get(node.text);
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    const [left, right] = [textOf(node.left, constants), textOf(node.right, constants)];
    return left === undefined || right === undefined ? undefined : left + right;
  }
  if (!ts.isTemplateExpression(node)) return undefined;
  return node.head.text + node.templateSpans.map(({ literal }) => `…${literal.text}`).join("");
}
