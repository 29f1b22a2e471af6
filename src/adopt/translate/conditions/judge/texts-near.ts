import type { SegmentCondition } from "../../../../platforms/model/segment-rule";

/** Texts that a condition on a text might tell apart. */
export function textsNear(wanted: string, { operator, type }: SegmentCondition): readonly string[] {
  if (type === "version") return versionsNear(wanted);
  const plain = operator === "matches" || operator === "not_matches" ? withoutSigns(wanted) : wanted;
  const near = [plain, `${plain}x`, `x${plain}`, `x${plain}x`, plain.slice(0, -1), `${plain}${plain}`];
  return [...near, swapped(plain), `x${swapped(plain)}x`, `${plain}\n`, `x\n${plain}`, ...ordered(plain)];
}

/** Before and after it, in the order of texts. */
function ordered(text: string): readonly string[] {
  const last = text.codePointAt(text.length - 1) ?? 0;
  const front = text.slice(0, -1);
  return [`${front}${String.fromCodePoint(Math.max(33, last - 1))}`, `${front}${String.fromCodePoint(last + 1)}`];
}

/** What a simple expression is about. */
function withoutSigns(pattern: string): string {
  return pattern
    .replaceAll("[\\s\\S]*", "")
    .replace(/\\[AZbBdDwWsS]/g, "")
    .replace(/\[([^\][])[^\][]*\]/g, "$1")
    .replace(/[\^$.*+?()[\]{}|\\]/g, "");
}

/** Capitals for small letters and the reverse. */
export function swapped(text: string): string {
  return [...text].map((each) => (each === each.toLowerCase() ? each.toUpperCase() : each.toLowerCase())).join("");
}

function versionsNear(version: string): readonly string[] {
  const [core = "", ...pre] = version.split("-");
  const parts = core.split(".").map(Number);
  const near = [0, 1, 2].flatMap((at) =>
    [-1, 1, 10].map((step) => parts.map((each, index) => (index === at ? Math.max(0, each + step) : each)).join(".")),
  );
  return [version, core, `${core}-alpha`, `${core}-rc.1`, `${version}.1`, `${version}x`, "neither", ...near, ...pre];
}
