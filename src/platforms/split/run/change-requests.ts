import type { HttpError } from "../../../http/http-error";
import { SingleFlight } from "../../../http/single-flight";
import { approvalRequired } from "../../adapter/errors";
import type { Named, Project } from "../../port/named";
import type { PlatformError } from "../../port/platform-error";
import type { ChangeRequestAnswer } from "../api/answers";
import type { ChangeRequestClient } from "../api/client";
import { isLocked, wordsIn } from "../api/errors";
import type { ChangeNote } from "../api/requests";
import type { SplitConfig } from "./config";

/** A change as a request for approval. */
interface Proposal {
  readonly project: Project;
  readonly environment: Named;
  readonly kind: "split" | "segment" | "ruleBasedSegment";
  readonly name: string;
  readonly operation: "CREATE" | "UPDATE" | "KILL" | "RESTORE" | "ARCHIVE";
  /** The object's members other than its name. */
  readonly content: Readonly<Record<string, unknown>>;
  readonly words: ChangeNote;
  /** Whether an open request for the same operation requests exactly this change. */
  isSame(open: ChangeRequestAnswer): boolean;
  /** For the error and, where no title is set, for the title: "flag checkout". */
  readonly what: string;
  readonly attempted: string;
}

/** A request that waits for a decision. */
export interface Submitted {
  /** For sentences: "change request 1 ("title")". */
  readonly name: string;
  /** The environment's name. */
  readonly environment: string;
  /** Who submitted it, as the end of a sentence; empty if unknown. */
  readonly by: string;
  /** Whether it was submitted just now. */
  readonly isNew: boolean;
  /** The request of this run that it replaces. */
  readonly replaces: string | undefined;
}

/** Submits changes for approval. Only one request can be open for an object; other people's requests are not touched. */
export class ChangeRequests {
  private readonly lists = new SingleFlight<readonly ChangeRequestAnswer[]>();
  /** Submitted in this run, by object. */
  private readonly ours = new Map<string, ChangeRequestAnswer>();

  constructor(
    private readonly client: ChangeRequestClient,
    private readonly config: SplitConfig,
  ) {}

  /** Submits it, or finds it submitted. Throws PlatformError where a request for something else is open. */
  async submit(proposal: Proposal): Promise<Submitted> {
    const open = await this.openOn(proposal);
    if (open && isSameRequest(open, proposal)) return toSubmitted(open, proposal, false);
    if (open && open.id !== this.ours.get(keyOf(proposal))?.id) throw otherRequestOpen(open, proposal);
    if (open) await this.client.withdraw(open.id, "It does not include the whole change.");
    const { project, environment } = proposal;
    try {
      const made = await this.client.submit(project.id, environment.id, this.bodyOf(proposal), async () => {
        const found = await this.openOn(proposal, true);
        return found && isSameRequest(found, proposal) ? { status: 200, body: found } : undefined;
      });
      this.ours.set(keyOf(proposal), made);
      return { ...toSubmitted(made, proposal, true), replaces: open?.id };
    } catch (error) {
      if (!isLocked(error)) throw error;
      const other = await this.openOn(proposal, true);
      if (other && isSameRequest(other, proposal)) return toSubmitted(other, proposal, false);
      throw other ? otherRequestOpen(other, proposal) : locked(error, proposal);
    }
  }

  /** What this run submitted, else from one list per environment and run; `again`: from a new list. */
  private async openOn(proposal: Proposal, again = false): Promise<ChangeRequestAnswer | undefined> {
    const { project, environment, kind, name } = proposal;
    if (again) this.lists.forget(environment.id);
    const ours = again ? undefined : this.ours.get(keyOf(proposal));
    if (ours) return ours;
    const all = await this.lists.get(environment.id, () => this.client.open(environment.id));
    return all.find(({ workspace, [kind]: object }) => {
      // If the server does not filter by environment, the object has one.
      const [ws, env] = [workspace?.id ?? project.id, object?.environment?.id ?? environment.id];
      return object?.name === name && ws === project.id && env === environment.id;
    });
  }

  private bodyOf({ environment, kind, name, operation, content, words, what }: Proposal): object {
    return {
      [kind]: { name, ...content },
      operationType: operation,
      title: words.title ?? `${VERBS[operation]} ${what} in ${environment.name}`,
      ...(words.comment === undefined ? {} : { comment: words.comment }),
      approvers: this.config.approvers ?? [],
    };
  }
}

const VERBS: Readonly<Record<Proposal["operation"], string>> = {
  CREATE: "Add to",
  UPDATE: "Change",
  KILL: "Kill",
  RESTORE: "Restore",
  ARCHIVE: "Remove from",
};

function isSameRequest(open: ChangeRequestAnswer, proposal: Proposal): boolean {
  return open.operationType === proposal.operation && proposal.isSame(open);
}

function keyOf({ project, environment, kind, name }: Proposal): string {
  return JSON.stringify([project.id, environment.id, kind, name]);
}

function toSubmitted({ id, title, comments }: ChangeRequestAnswer, { environment }: Proposal, isNew: boolean): Submitted {
  const user = comments?.find(({ role }) => role === "SUBMITTER")?.user ?? "";
  const by = user === "" ? "" : ` (submitted by ${user})`;
  const name = `change request ${id}${title ? ` ("${title}")` : ""}`;
  return { name, environment: environment.name, by, isNew, replaces: undefined };
}

function locked(error: HttpError, { what, environment, attempted }: Proposal): PlatformError {
  return approvalRequired(attempted, {
    reason: `Split does not accept a change request for ${what} in environment ${environment.name} now: ${wordsIn(error)}`,
    nextStep: "Have the open one approved, rejected or withdrawn in Split, then run apply again.",
    subject: "environment",
  });
}

function otherRequestOpen(open: ChangeRequestAnswer, proposal: Proposal): PlatformError {
  const { name, by } = toSubmitted(open, proposal, false);
  const { what, environment, attempted } = proposal;
  return approvalRequired(attempted, {
    reason: `${name}${by} is open for ${what} in environment ${environment.name}, and requests another change`,
    nextStep:
      "Only one request can be open for it at a time. Have this one approved, rejected or withdrawn in Split, then run apply again.",
    subject: "environment",
  });
}
