import { byId, el, foreign } from "./dom";
import { FAULT_KINDS, faultWords } from "./fault-kinds";
import { addFault, clear, loadFaults, type SetFault, wordsOf } from "./server";
import { visibleText } from "./visible";

const REFRESH_AFTER_MS = 300;

/** Faults on demand, with the control token. The token stays in its field. */
export class FaultForm {
  private readonly token = byId("token", HTMLInputElement);
  private readonly kind = byId("fault-kind", HTMLSelectElement);
  private readonly status = byId("fault-status", HTMLElement);
  private readonly list = byId("fault-list", HTMLElement);
  private timer: number | undefined;

  constructor() {
    this.kind.replaceChildren(...FAULT_KINDS.map(({ text }, at) => new Option(text, String(at))));
    byId("fault-form", HTMLFormElement).addEventListener("submit", (event) => {
      event.preventDefault();
      this.run("The fault is set.", () => addFault(this.token.value, this.read()));
    });
    this.onClick("show-faults", "", () => Promise.resolve());
    this.onClick("clear-faults", "There are no faults any more.", () => clear(this.token.value, "faults"));
    this.onClick("clear-log", "The requests are cleared.", () => clear(this.token.value, "requests"));
  }

  /** Faults wear off as requests meet them. */
  refresh(): void {
    if (this.list.children.length === 0) return;
    this.timer ??= window.setTimeout(() => {
      this.timer = undefined;
      this.show().catch(() => undefined);
    }, REFRESH_AFTER_MS);
  }

  private onClick(id: string, done: string, work: () => Promise<unknown>): void {
    byId(id, HTMLButtonElement).addEventListener("click", () => {
      if (this.token.reportValidity()) this.run(done, work);
      else this.status.textContent = "Enter the control token first.";
    });
  }

  private run(done: string, work: () => Promise<unknown>): void {
    work()
      .then(() => this.show())
      .then(
        (count) => {
          this.status.textContent = done === "" ? countWords(count) : done;
        },
        (failure: unknown) => {
          this.status.textContent = visibleText(wordsOf(failure));
        },
      );
  }

  private async show(): Promise<number> {
    const faults = await loadFaults(this.token.value);
    this.list.replaceChildren(...faults.map(itemOf));
    return faults.length;
  }

  private read(): object {
    const method = byId("fault-method", HTMLSelectElement).value;
    const path = byId("fault-path", HTMLInputElement).value.trim();
    return {
      ...FAULT_KINDS[Number(this.kind.value)]?.fault,
      ...(method !== "" && { method }),
      ...(path !== "" && { path }),
      nth: Number(byId("fault-nth", HTMLInputElement).value),
      times: Number(byId("fault-times", HTMLInputElement).value),
    };
  }
}

function countWords(count: number): string {
  if (count === 0) return "No fault is set.";
  return count === 1 ? "One fault is set." : `${count} faults are set.`;
}

function itemOf(fault: SetFault): HTMLElement {
  const { method = "any method", path = "any path", nth, times, matched, isOver } = fault;
  const span =
    times === 0 ? `from request ${nth} on` : times === 1 ? `request ${nth}` : `requests ${nth} to ${nth + times - 1}`;
  const state = isOver ? "over" : `${matched} matched so far`;
  return el("li", {}, `${faultWords(fault)}: `, foreign(`${method}, ${path}`), `, ${span} (${state})`);
}
