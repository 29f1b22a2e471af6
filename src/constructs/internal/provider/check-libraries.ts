import { createRequire } from "node:module";
import { App } from "cdktf";
import { Construct, RootConstruct } from "constructs";

/** The first version of CDK Terrain (cdktn); what came before is CDKTF (cdktf). */
const FIRST_CDKTN = [0, 22];

/**
 * Throws a sentence where the program's libraries do not fit this package: an app of CDK Terrain with the constructs for CDKTF or the other
 * way round, and two copies of `constructs` that cannot be in one tree. Otherwise both end in a TypeError, in code of neither side.
 */
export function checkLibraries(scope: Construct): void {
  if (!canContain(scope)) {
    throw new Error(
      'the program and flagform use two copies of the package "constructs" that do not work together: keep one ("npm ls constructs" shows where they are, "npm dedupe" merges them, and "overrides" in package.json chooses one)',
    );
  }
  const app: unknown = scope.node.tryGetContext("cdktfVersion");
  const [theirs, ours] = [libraryOf(app), ownLibrary()];
  if (theirs === undefined || theirs === ours || scope.node.root instanceof App) return;
  const other = theirs === "cdktn" ? "flagform-cdktn" : "flagform";
  throw new Error(
    `the program is an app of ${theirs} ${String(app)}, and this package is for ${ours}: install ${other} in its place ("npm install ${other}") and import from "${other}"`,
  );
}

/** From 10.7 on, `constructs` reads what the nodes of older copies lack. */
function canContain(scope: Construct): boolean {
  const theirs: unknown = scope;
  if (theirs instanceof Construct) return true;
  return !("_scopes" in new RootConstruct().node) || "_scopes" in scope.node;
}

function libraryOf(version: unknown): "cdktf" | "cdktn" | undefined {
  const [major = NaN, minor = NaN] = String(version).split(".").map(Number);
  if (Number.isNaN(major) || Number.isNaN(minor)) return undefined;
  return major === FIRST_CDKTN[0] && minor < (FIRST_CDKTN[1] ?? 0) ? "cdktf" : "cdktn";
}

/** By its own name: the package may be installed under the other's, as `"cdktf": "npm:cdktn@…"`. */
function ownLibrary(): string | undefined {
  const manifest: unknown = createRequire(__filename)("cdktf/package.json");
  return typeof manifest === "object" && manifest !== null && "name" in manifest ? String(manifest.name) : undefined;
}
