import { pieces } from "./visible";

type Child = Node | string;

/** An element. Texts become text nodes, never markup; what is odd in them is spelled out. */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  for (const child of children) {
    if (typeof child === "string") made.append(...pieces(child).map(pieceNode));
    else made.append(child);
  }
  return made;
}

/** Text that others wrote: whatever its direction, it does not reorder the text next to it. */
export function foreign(text: string, className = ""): HTMLElement {
  return el("bdi", className === "" ? {} : { class: className }, text);
}

function pieceNode({ text, isOdd }: { readonly text: string; readonly isOdd: boolean }): Node {
  if (!isOdd) return document.createTextNode(text);
  const made = document.createElement("span");
  made.className = "odd";
  made.textContent = text;
  return made;
}

/** The page's own element of that id. */
export function byId<T extends HTMLElement>(id: string, type: abstract new () => T): T {
  const found = document.getElementById(id);
  if (!(found instanceof type)) throw new Error(`the page has no ${id}`);
  return found;
}

export function bodyOf(container: ParentNode): HTMLTableSectionElement {
  const found = container.querySelector("tbody");
  if (!found) throw new Error("the table has no body");
  return found;
}

/** Gives a select these options, and keeps the choice where it is still there. */
export function setOptions(
  select: HTMLSelectElement,
  options: readonly { readonly value: string; readonly text: string }[],
): void {
  const [wanted, has] = [options, [...select.options]].map((list) =>
    JSON.stringify(list.map((each) => [each.value, each.text])),
  );
  if (wanted === has) return;
  const chosen = select.value;
  select.replaceChildren(...options.map(({ value, text }) => new Option(text, value)));
  if (options.some(({ value }) => value === chosen)) select.value = chosen;
}
