import { PlatformError } from "../platforms/platform-error";
import { UpdateError, type HandlerContext, type PrivateData, type ResourceDefinition } from "../terraform/resource";
import type { Attributes, State } from "../terraform/schema";
import type { Client } from "./client";
import { same } from "./known";
import { platformDiagnostic, reporting, type SubjectPaths } from "./platform-diagnostic";

/**
 * Runs an update. One that fails may have changed something all the same (its answer was lost, or it was the second of two
 * requests that failed): its error comes with the state as the platform has it now, so that the next plan starts from what
 * is. Where that cannot be read either, or nothing is there any more, the state stays as it was, and the next refresh tells.
 */
export function updating<A extends Attributes>(
  resource: Pick<ResourceDefinition<A, Client>, "read">,
  prior: State<A>,
  context: HandlerContext<Client>,
  paths: SubjectPaths,
  work: () => Promise<State<A>>,
): Promise<State<A>> {
  return reporting(paths, async () => {
    try {
      return await work();
    } catch (cause) {
      if (!(cause instanceof PlatformError) || context.signal.aborted) throw cause;
      const state = await readBack(resource, prior, context);
      if (!state) throw cause;
      throw new UpdateError([platformDiagnostic(cause, paths)], { ...state });
    }
  });
}

async function readBack<A extends Attributes>(
  resource: Pick<ResourceDefinition<A, Client>, "read">,
  prior: State<A>,
  context: HandlerContext<Client>,
): Promise<State<A> | undefined> {
  const data = new Draft(context.private);
  // A revision is kept as long as nothing changes; what has changed gets one of its own, as after an import.
  const asked = "revision" in prior ? { ...prior, revision: null } : prior;
  try {
    const found = await resource.read(asked, { ...context, private: data, imported: false });
    if (!found || same(found, "revision" in prior ? { ...prior, revision: revisionIn(found) } : prior)) return undefined;
    data.keep();
    return found;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    context.log.debug(`what a failed update left could not be read: ${reason}`);
    return undefined;
  }
}

function revisionIn(state: object): unknown {
  return "revision" in state ? state.revision : null;
}

/** Private data that is written through only once it is wanted. */
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
