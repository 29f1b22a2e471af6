import { getFirstCharAfter, getFirstConsumedChar } from "regexp-ast-analysis";
import { analyse } from "scslre";

/** Why a pattern takes more than linear time, and on many of which letter; empty for one that does not. */
export function slownessOf(pattern) {
  const { reports, parsed } = analyse(pattern, { reportTypes: { Move: true, Self: true, Trade: true } });
  const found = reports.map((report) => ({ letter: JSON.stringify(report.character.pick), cause: causeOf(report) }));
  return found.length > 0 ? found : restarts(parsed);
}

function causeOf({ type, exponential, quant, startQuant, endQuant }) {
  if (type === "Move") return beginsAnew(quant);
  if (type === "Trade") return `"${startQuant.raw}" and "${endQuant.raw}" share them in too many ways`;
  return `"${quant.raw}" takes them in ${exponential ? "exponentially" : "too"} many ways`;
}

const beginsAnew = (quant) => `the search starts again at each of them for "${quant.raw}"`;

/**
 * What scslre leaves out: a repetition behind a beginning that it may take in itself, as in `/<[^>]*>/`. Of many "<" each begins a
 * search that goes to the end of the text.
 */
function restarts({ pattern, flags }) {
  if (flags.sticky) return [];
  return branchesOf(pattern).flatMap((branch) => {
    const quant = repetitionsIn(branch).find((each) => mayTakeIn(each, branch, flags) && mayFailAfter(each, flags));
    return quant === undefined ? [] : [{ letter: `what "${branch.raw}" begins with`, cause: beginsAnew(quant) }];
  });
}

/** The alternatives, also of a group that is the whole of one. */
function branchesOf({ alternatives }) {
  return alternatives.flatMap((each) => {
    const [first, ...others] = each.elements;
    return first?.alternatives && others.length === 0 && first.type !== "Assertion" ? branchesOf(first) : [each];
  });
}

function repetitionsIn(node) {
  const inner = [...(node.alternatives ?? []), ...(node.elements ?? []), ...(node.element ? [node.element] : [])];
  const own = node.type === "Quantifier" && node.max === Infinity ? [node] : [];
  return [...own, ...inner.flatMap(repetitionsIn)];
}

/** Whether all that must stand before the repetition can stand within it, so that one text has many beginnings. */
function mayTakeIn(quant, branch, flags) {
  const letters = (element) => getFirstConsumedChar(element, "ltr", flags);
  const repeated = letters(quant.element).char;
  const before = branch.elements.slice(
    0,
    branch.elements.findIndex((each) => contains(each, quant)),
  );
  if (before.some((each) => each.kind === "start")) return flags.multiline && repeated.has(LINE_FEED);
  return before.every((each) => isOptional(each) || letters(each).empty || !letters(each).char.isDisjointWith(repeated));
}

const LINE_FEED = 0x0a;

function isOptional(element) {
  return element.type === "Assertion" || (element.type === "Quantifier" && element.min === 0);
}

function contains(outer, inner) {
  return outer.start <= inner.start && inner.end <= outer.end;
}

function mayFailAfter(quant, flags) {
  const { char, edge } = getFirstCharAfter(quant, "ltr", flags);
  return !(char.isAll && edge);
}
