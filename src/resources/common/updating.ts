import { PlatformError } from "../../platforms/port/platform-error";
import { type Diagnostic, DiagnosticError } from "../../terraform/diagnostic";
import { type HandlerContext, type PrivateData, type ResourceDefinition, UpdateError } from "../../terraform/resource";
import type { Attributes, Planned, State } from "../../terraform/schema";
import { member } from "../../terraform/values/equality";
import type { Client } from "../run/client";
import { same, settled } from "./known";
import { platformDiagnostic, reporting, type SubjectPaths } from "./platform-diagnostic";
import { whatStands } from "./what-stands";

/**
 * Runs an update. A failed update may have changed something (its answer was lost, the second of two requests failed, or the
 * platform stored a part before it refused): its error describes the current values, and returns the platform's state, so
 * that the next plan starts from it. If the state cannot be read, or the object no longer exists, the prior state is kept,
 * and the next refresh corrects it.
 */
export function updating<A extends Attributes>(
  resource: Pick<ResourceDefinition<A, Client>, "read">,
  { prior, planned }: { readonly prior: State<A>; readonly planned: Planned<A> },
  context: HandlerContext<Client>,
  paths: SubjectPaths,
  work: () => Promise<State<A>>,
): Promise<State<A>> {
  return reporting(paths, async () => {
    try {
      return await work();
    } catch (cause) {
      if (!(cause instanceof PlatformError) || context.signal.aborted) throw cause;
      const wanted = settled(planned);
      // Attributes that become managed now are read too, for the message; they are not in the state yet.
      const read = await readBack(resource, filledUp(prior, wanted), context);
      const state = read?.found && keptEmpty(prior, read.found);
      const isChanged =
        state !== undefined && !same(state, "revision" in prior ? { ...prior, revision: revisionIn(state) } : prior);
      const tells = read && (isChanged || wasAnswered(cause));
      const diagnostic = withWords(cause, paths, tells ? whatStands(prior, wanted, read.found) : undefined);
      if (!isChanged) throw new DiagnosticError(diagnostic);
      read?.keep();
      throw new UpdateError([diagnostic], { ...state });
    }
  });
}

/** Runs the creation of something that may already exist: its error describes what exists now. */
export function putting<A extends Attributes>(
  resource: Pick<ResourceDefinition<A, Client>, "read">,
  planned: Planned<A>,
  context: HandlerContext<Client>,
  paths: SubjectPaths,
  work: (state: State<A>) => Promise<State<A>>,
): Promise<State<A>> {
  return reporting(paths, async () => {
    const wanted = settled(planned);
    try {
      return await work(wanted);
    } catch (cause) {
      if (!(cause instanceof PlatformError) || context.signal.aborted || !wasAnswered(cause)) throw cause;
      const read = await readBack(resource, wanted, context);
      throw new DiagnosticError(withWords(cause, paths, read && whatStands(null, wanted, read.found)));
    }
  });
}

/** Whether the platform accepted a request before it refused. */
function wasAnswered({ details: { status } }: PlatformError): boolean {
  return status !== undefined && status !== 401 && status !== 403;
}

function withWords(cause: PlatformError, paths: SubjectPaths, words: string | undefined): Diagnostic {
  const diagnostic = platformDiagnostic(cause, paths);
  return words === undefined ? diagnostic : { ...diagnostic, detail: `${diagnostic.detail}\n\n${words}` };
}

function filledUp<A extends Attributes>(prior: State<A>, wanted: State<A>): State<A> {
  const added = Object.entries(wanted).filter(([key, value]) => value !== null && (member(prior, key) ?? null) === null);
  return { ...prior, ...Object.fromEntries(added) };
}

function keptEmpty<A extends Attributes>(prior: State<A>, found: State<A>): State<A> {
  const empty = Object.entries(prior).filter(([, value]) => value === null);
  return { ...found, ...Object.fromEntries(empty) };
}

interface ReadBack<S> {
  /** Undefined: there is nothing. */
  readonly found: S | undefined;
  /** Stores what the read wrote into private data. */
  keep(): void;
}

async function readBack<A extends Attributes>(
  resource: Pick<ResourceDefinition<A, Client>, "read">,
  state: State<A>,
  context: HandlerContext<Client>,
): Promise<ReadBack<State<A>> | undefined> {
  const data = new Draft(context.private);
  // A revision is kept while nothing changes; a changed object gets a new one, as after an import.
  const asked = "revision" in state ? { ...state, revision: null } : state;
  try {
    const alone = { imported: false, managed: <S>(whole: S) => whole, mustBeStated: () => undefined };
    const found = await resource.read(asked, { ...context, private: data, ...alone });
    return { found: found ?? undefined, keep: () => data.keep() };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    context.log.debug(`could not read the state after a failed write: ${reason}`);
    return undefined;
  }
}

function revisionIn(state: object): unknown {
  return "revision" in state ? state.revision : null;
}

/** Private data that is only written through on request. */
class Draft implements PrivateData {
  private readonly changes = new Map<string, unknown>();

  constructor(private readonly stored: PrivateData) {}

  get(key: string): unknown {
    return this.changes.has(key) ? this.changes.get(key) : this.stored.get(key);
  }

  set(key: string, value: unknown): void {
    this.changes.set(key, value);
  }

  keep(): void {
    for (const [key, value] of this.changes) this.stored.set(key, value);
  }
}
