import type { HandlerContext } from "../../terraform/resource";
import type { Client } from "../run/client";

/** So many of a kind are shown. */
const SHOWN = 3;

const counts = new WeakMap<Client, Map<string, number>>();

/**
 * Warns of something that only shows while it is deleted. What a plan knows, it says itself: there Terraform folds the warnings that
 * share a summary. While it deletes it folds none, so that the first few of a kind have to speak for all.
 */
export function warnWhileDeleting(summary: string, detail: string, { client, log, warn }: NoticeContext): void {
  const ofClient = counts.get(client) ?? new Map<string, number>();
  counts.set(client, ofClient);
  const before = ofClient.get(summary) ?? 0;
  ofClient.set(summary, before + 1);
  log.info(`${summary}: ${detail}`);
  if (before < SHOWN) warn(summary, detail);
  else if (before === SHOWN) warn(summary, "There are more of the kind: the log names them all (TF_LOG=info).");
}

type NoticeContext = Pick<HandlerContext<Client>, "client" | "log" | "warn">;
