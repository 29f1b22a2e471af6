import type { HandlerContext, PlanContext } from "../../terraform/resource";
import type { Client } from "../run/client";

/** How many warnings of a kind are shown during deletion. */
const SHOWN = 3;

/** How many are shown at plan, where Terraform only groups those of resources that are still in the configuration. */
const SHOWN_AT_PLAN = 10;

const counts = new WeakMap<Client, Map<string, number>>();

/**
 * Warns about something that only appears during deletion. A plan shows its warnings itself, and Terraform groups those with
 * the same summary. During deletion it does not, so only the first few of a kind are shown.
 */
export function warnWhileDeleting(summary: string, detail: string, context: NoticeContext): void {
  warnOfFew(summary, detail, context, SHOWN);
}

/**
 * Warns in the plan of a destroy about harmless facts that may concern hundreds of resources: for resources that were
 * removed from the configuration, Terraform shows every warning in full.
 */
export function warnOfMany(summary: string, detail: string, { client, ...context }: PlanContext<Client>): void {
  if (client) warnOfFew(summary, detail, { client, ...context }, SHOWN_AT_PLAN);
  else context.warn(summary, detail);
}

function warnOfFew(summary: string, detail: string, { client, log, warn }: NoticeContext, shown: number): void {
  const ofClient = counts.get(client) ?? new Map<string, number>();
  counts.set(client, ofClient);
  const before = ofClient.get(summary) ?? 0;
  ofClient.set(summary, before + 1);
  log.info(`${summary}: ${detail}`);
  if (before < shown) warn(summary, detail);
  else if (before === shown) warn(summary, "There are more of this kind: the log lists all of them (TF_LOG=info).");
}

type NoticeContext = Pick<HandlerContext<Client>, "client" | "log" | "warn">;
