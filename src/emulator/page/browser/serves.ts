import type { PageServe } from "../view-model";
import { el, foreign } from "./dom";

/** What is served: a value or variant, or several with their shares. */
export function servesView(serves: readonly PageServe[]): Node {
  const [only, ...others] = serves;
  if (!only) return document.createDocumentFragment();
  if (others.length === 0 && only.share === undefined) return foreign(only.text, "code");
  return el(
    "ul",
    { class: "serves" },
    ...serves.map(({ text, share }) => el("li", {}, `${share ?? 100} % `, foreign(text, "code"))),
  );
}

export function badge(state: string, text: string): HTMLElement {
  return el("span", { class: `badge ${state}` }, text);
}

/** "1 flag", "2 flags". */
export function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}
