import { isApproval } from "../../api/errors";
import type { Document } from "../../document/document";
import { awaitingApproval } from "../../run/approvals";
import type { SplitContext } from "../../run/context";
import type { Creation } from "../edits/creation";
import type { Update } from "../edits/update";
import { type DirectStrategy, killedBy } from "./direct-strategy";
import { asksFor, definitionOf } from "./proposed-definition";
import type { Sending, WriteStrategy } from "./write-strategy";

/** Submits a change request for each definition. An environment may allow its kill switch without approval. */
export class ApprovalStrategy implements WriteStrategy {
  constructor(
    private readonly context: SplitContext,
    private readonly direct: DirectStrategy,
  ) {}

  create(sending: Sending, { document }: Creation): Promise<never> {
    return this.submit(sending, "CREATE", document);
  }

  async update(sending: Sending, _live: Document, { operations, document }: Update): Promise<Document> {
    const { approvals } = this.context;
    const { environment } = sending.unit;
    const killed = killedBy(operations);
    if (killed === undefined) return this.submit(sending, "UPDATE", document);
    if (approvals.mayPass(environment, killed)) {
      try {
        return await this.direct.setKilled(sending, killed);
      } catch (error) {
        if (!isApproval(error)) throw error;
        approvals.killRefused(environment, killed);
      }
    }
    return this.submit(sending, killed ? "KILL" : "RESTORE", document);
  }

  private async submit(
    { unit: { project, environment, flag }, context: { attempted }, note: words }: Sending,
    operation: "CREATE" | "UPDATE" | "KILL" | "RESTORE",
    target: Document,
  ): Promise<never> {
    const isWhole = operation === "CREATE" || operation === "UPDATE";
    const submitted = await this.context.changeRequests.submit({
      ...{ project, environment, kind: "split", name: flag.name, operation, words, attempted },
      content: isWhole ? definitionOf(target) : {},
      isSame: ({ split }) => !isWhole || asksFor(split, target),
      what: `flag ${flag.name}`,
    });
    throw awaitingApproval(attempted, [submitted]);
  }
}
