import { randomUUID } from "node:crypto";
import type { PageVisit } from "./view-model";

const KEPT = 500;

type Event =
  { readonly kind: "visits"; readonly id: string; readonly visits: readonly PageVisit[] } | { readonly kind: "reset" };
type Listener = (event: Event) => void;

/** The last requests, and who follows them. */
export class VisitLog {
  /** Ids of an earlier emulator on the same port mean nothing here. */
  private readonly epoch = randomUUID();
  private readonly listeners = new Set<Listener>();
  private visits: PageVisit[] = [];
  private count = 0;

  add(visit: PageVisit): void {
    this.count += 1;
    this.visits.push(visit);
    if (this.visits.length > KEPT) this.visits.shift();
    this.tell({ kind: "visits", id: this.id(), visits: [visit] });
  }

  reset(): void {
    this.visits = [];
    this.tell({ kind: "reset" });
  }

  /** Tells what came after the event with that id, or everything that is kept; then what comes. Returns how to stop. */
  follow(after: string | undefined, listener: Listener): () => void {
    const [epoch, seen] = (after ?? "").split("/");
    const missed = epoch === this.epoch ? this.count - Number(seen) : undefined;
    if (missed === undefined) listener({ kind: "reset" });
    const news = missed === undefined ? this.visits : missed > 0 ? this.visits.slice(-missed) : [];
    if (news.length > 0) listener({ kind: "visits", id: this.id(), visits: news });
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  private id(): string {
    return `${this.epoch}/${this.count}`;
  }

  private tell(event: Event): void {
    for (const each of this.listeners) each(event);
  }
}

/** An event as `text/event-stream` has it. */
export function eventText(event: Event): string {
  if (event.kind === "reset") return "event: reset\ndata:\n\n";
  return `event: visits\nid: ${event.id}\ndata: ${JSON.stringify(event.visits)}\n\n`;
}
