import type { PageVisit } from "../view-model";
import { bodyOf, byId, el, foreign } from "./dom";
import { badge, counted } from "./serves";
import { visibleText } from "./visible";

const MOST_ROWS = 200;
/** How often a screen reader announces requests: an apply sends hundreds of them. */
const ANNOUNCED_EVERY_MS = 5000;
const READS = ["GET", "HEAD", "OPTIONS"];

/** The requests as they come, the newest first. */
export class LogTable {
  private readonly body = bodyOf(byId("log-table", HTMLTableElement));
  private readonly status = byId("log-status", HTMLElement);
  private readonly pauser = byId("pause", HTMLButtonElement);
  private readonly onlyWrites = byId("only-writes", HTMLInputElement);
  private readonly onWrite: () => void;
  private waiting: PageVisit[] = [];
  private count = 0;
  private last: PageVisit | undefined;
  private isDrawing = false;
  private timer: number | undefined;

  constructor(onWrite: () => void) {
    this.onWrite = onWrite;
    this.pauser.addEventListener("click", () => {
      this.pauser.setAttribute("aria-pressed", String(!this.isPaused()));
      this.announce();
      this.draw();
    });
    this.onlyWrites.addEventListener("change", () => {
      for (const row of this.body.rows) this.filter(row);
    });
    this.announce();
  }

  add(visits: readonly PageVisit[]): void {
    this.waiting.push(...visits);
    this.count += visits.length;
    this.last = visits.at(-1) ?? this.last;
    this.draw();
    this.announceSoon();
    if (visits.some((each) => !READS.includes(each.method))) this.onWrite();
  }

  clear(): void {
    [this.waiting, this.count, this.last] = [[], 0, undefined];
    this.body.replaceChildren();
    this.announce();
  }

  private isPaused(): boolean {
    return this.pauser.getAttribute("aria-pressed") === "true";
  }

  /** Once a frame, however many come. */
  private draw(): void {
    if (this.isDrawing || this.isPaused()) return;
    this.isDrawing = true;
    requestAnimationFrame(() => {
      this.isDrawing = false;
      if (this.isPaused()) return;
      const rows = this.waiting.slice(-MOST_ROWS).map(rowOf).reverse();
      this.waiting = [];
      for (const row of rows) this.filter(row);
      this.body.prepend(...rows);
      while (this.body.rows.length > MOST_ROWS) this.body.deleteRow(-1);
    });
  }

  private filter(row: HTMLTableRowElement): void {
    row.hidden = this.onlyWrites.checked && row.dataset.access === "read";
  }

  private announceSoon(): void {
    this.timer ??= window.setTimeout(
      () => {
        this.timer = undefined;
        this.announce();
      },
      this.status.dataset.count === "0" ? 0 : ANNOUNCED_EVERY_MS,
    );
  }

  private announce(): void {
    const { count, last } = this;
    this.status.dataset.count = String(count);
    const paused = this.isPaused() ? " Paused." : "";
    this.status.textContent = last
      ? `${counted(count, "request")}; the last: ${visibleText(`${last.method} ${last.resource}, ${statusText(last)}`)}.${paused}`
      : `No requests yet.${paused}`;
  }
}

function rowOf(visit: PageVisit): HTMLTableRowElement {
  const { time, method, path, resource, status, milliseconds, fault } = visit;
  const isBad = status === 0 || status >= 400;
  return el(
    "tr",
    { class: "new", "data-access": READS.includes(method) ? "read" : "write" },
    el("td", { class: "time" }, new Date(time).toLocaleTimeString([], { hour12: false })),
    el("td", { class: "word" }, foreign(method)),
    el("td", { class: "code" }, foreign(path)),
    el("td", {}, foreign(resource)),
    el(
      "td",
      { class: "word" },
      el("span", isBad ? { class: "failed" } : {}, statusText(visit)),
      ...(fault === undefined ? [] : [" ", badge("fault", `fault: ${fault}`)]),
    ),
    el("td", { class: "number" }, String(milliseconds)),
  );
}

function statusText({ status }: PageVisit): string {
  return status === 0 ? "dropped" : String(status);
}
