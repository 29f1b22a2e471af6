import type { Client } from "../../resources/run/client";
import { DiagnosticError, error } from "../../terraform/diagnostic";
import type { ProviderBlock, Session } from "../session";
import type { Body, LeftOut } from "./adopted";

export interface Shown {
  readonly name: string;
  readonly state: Body;
  /** What a list said of it. */
  readonly notes: readonly string[];
}

const LEFT_OUT = "Left out ";

/** What the lists show, and what they leave out, each thing once. */
export class Seen {
  private readonly reasons = new Map<string, string>();
  private readonly general = new Set<string>();

  constructor(
    private readonly session: Session,
    private readonly progress: (text: string) => void,
  ) {}

  get client(): Client {
    return this.session.client;
  }

  get leftOut(): readonly LeftOut[] {
    return [...this.reasons].map(([what, why]) => ({ what, why }));
  }

  /** Environments that were asked for by name are not left out: throws where one was. */
  requireRead(environments: readonly string[]): void {
    for (const name of environments) {
      const what = `environment ${name}`;
      const why = this.reasons.get(what);
      if (why !== undefined) throw new DiagnosticError(error(`Left out ${what}`, why));
    }
  }

  /** Warnings that are about no single object. */
  get notes(): readonly string[] {
    return [...this.general];
  }

  async *list(list: Parameters<Session["list"]>[0], config: ProviderBlock, noun: string): AsyncGenerator<Shown> {
    // Said just before the object that they are about.
    let warnings: string[] = [];
    let count = 0;
    this.progress(`${noun}s`);
    for await (const each of this.session.list(list, config)) {
      if (each.kind === "object") {
        const own = warnings.filter((text) => text.includes(each.displayName));
        for (const text of warnings) if (!own.includes(text)) this.general.add(text);
        warnings = [];
        count++;
        if (count % 100 === 0) this.progress(`${noun}s: ${String(count)}`);
        yield { name: each.displayName, state: each.state, notes: own };
      } else if (each.summary.startsWith(LEFT_OUT)) {
        const what = each.summary.slice(LEFT_OUT.length);
        this.leave(/^(?:environment|all) /.test(what) ? what : `${noun} ${what}`, each.detail);
      } else warnings.push(plain(`${each.summary}. ${each.detail}`));
    }
    for (const text of warnings) this.general.add(text);
  }

  leave(what: string, why: string): void {
    if (!this.reasons.has(what)) this.reasons.set(what, plain(why));
  }
}

function plain(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
