import type { HandlerContext, PlanContext } from "../../terraform/resource";
import type { Client } from "../run/client";

/** So many of a kind are shown while something is deleted. */
const SHOWN = 3;

/** So many are shown at plan, where Terraform folds those of resources that are still in the configuration, and no others. */
const SHOWN_AT_PLAN = 10;

const counts = new WeakMap<Client, Map<string, number>>();

/**
 * Warns of something that only shows while it is deleted. What a plan knows, it says itself: there Terraform folds the warnings that
 * share a summary. While it deletes it folds none, so that the first few of a kind have to speak for all.
 */
export function warnWhileDeleting(summary: string, detail: string, context: NoticeContext): void {
  warnOfFew(summary, detail, context, SHOWN);
}

/**
 * Warns in the plan of a destroy of what does no harm, and may be said of hundreds: of resources that were taken out of the configuration
 * Terraform shows every warning in full.
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
  else if (before === shown) warn(summary, "There are more of the kind: the log names them all (TF_LOG=info).");
}

type NoticeContext = Pick<HandlerContext<Client>, "client" | "log" | "warn">;
