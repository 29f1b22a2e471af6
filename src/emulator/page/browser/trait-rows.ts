import type { PageTrait } from "../view-model";
import { byId, el } from "./dom";

type Kind = "text" | "number" | "boolean" | "list";

interface Row {
  readonly element: HTMLElement;
  readonly name: HTMLInputElement;
  readonly kind: HTMLSelectElement;
  value: HTMLInputElement | HTMLSelectElement;
}

/** Traits of the person: a name, a type and a value each. */
export class TraitRows {
  private readonly list = byId("traits", HTMLElement);
  private readonly adder = byId("add-trait", HTMLButtonElement);
  private rows: Row[] = [];
  private count = 0;

  constructor() {
    this.adder.addEventListener("click", () => this.add().name.focus());
  }

  /** The traits, or what is wrong with them. */
  read(): Readonly<Record<string, PageTrait>> | string {
    const named: [string, PageTrait][] = [];
    for (const { name, kind, value } of this.rows) {
      if (name.value === "" && value.value === "") continue;
      if (name.value === "") return "A trait has no name.";
      if (named.some(([other]) => other === name.value)) return `The trait ${name.value} is there twice.`;
      if (kind.value === "number" && !isNumber(value.value)) {
        return `The trait ${name.value} is not a number.`;
      }
      named.push([name.value, traitOf(kind.value as Kind, value.value)]);
    }
    return Object.fromEntries(named);
  }

  private add(): Row {
    this.count += 1;
    const id = `trait-${this.count}`;
    const name = el("input", { id: `${id}-name`, maxlength: "200", autocomplete: "off", spellcheck: "false" });
    const kind = el(
      "select",
      { id: `${id}-kind` },
      el("option", { value: "text" }, "Text"),
      el("option", { value: "number" }, "Number"),
      el("option", { value: "boolean" }, "True or false"),
      el("option", { value: "list" }, "List"),
    );
    const value = valueField(`${id}-value`, "text");
    const remove = el("button", { type: "button", class: "second" }, "Remove", hidden(` trait ${this.count}`));
    const element = el(
      "div",
      { class: "trait", role: "group", "aria-label": `Trait ${this.count}` },
      field("Name", name),
      field("Type", kind, "narrow"),
      field("Value", value),
      remove,
    );
    const row: Row = { element, name, kind, value };
    kind.addEventListener("change", () => {
      const next = valueField(row.value.id, kind.value as Kind);
      row.value.replaceWith(next);
      row.value = next;
    });
    remove.addEventListener("click", () => {
      element.remove();
      this.rows = this.rows.filter((each) => each !== row);
      this.adder.focus();
    });
    this.rows.push(row);
    this.list.append(element);
    return row;
  }
}

function isNumber(text: string): boolean {
  return text.trim() !== "" && Number.isFinite(Number(text));
}

function traitOf(kind: Kind, text: string): PageTrait {
  if (kind === "number") return Number(text);
  if (kind === "boolean") return text === "true";
  return kind === "list" ? text.split(",").map((each) => each.trim()) : text;
}

function valueField(id: string, kind: Kind): HTMLInputElement | HTMLSelectElement {
  if (kind === "boolean") {
    return el("select", { id }, el("option", { value: "true" }, "true"), el("option", { value: "false" }, "false"));
  }
  const input = el("input", { id, maxlength: "2000", autocomplete: "off", spellcheck: "false" });
  if (kind === "number") input.setAttribute("inputmode", "decimal");
  if (kind === "list") input.placeholder = "one, two";
  return input;
}

function field(label: string, control: HTMLElement, width = ""): HTMLElement {
  return el("p", { class: `field ${width}`.trim() }, el("label", { for: control.id }, label), control);
}

/** Only for screen readers. */
function hidden(text: string): HTMLElement {
  return el("span", { class: "unseen" }, text);
}
