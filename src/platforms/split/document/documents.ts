import { SingleFlight } from "../../../http/single-flight";
import { describeUnit, unitKey } from "../../adapter/edits/units";
import type { DefinitionUnit } from "../../port/definition";
import type { Place } from "../api/client";
import { attempt } from "../api/errors";
import { type SplitContext, undefinedIfGone } from "../run/context";
import type { Document } from "./document";

/** Definitions as Split has them: from one list per environment, or read exactly; and as this run wrote them. */
export class Documents {
  private readonly lists = new SingleFlight<ReadonlyMap<string, Document>>();
  private readonly reads = new SingleFlight<Document | undefined>();
  /** Read exactly or written in this run, which is newer than the list. Undefined: there is none, or it is not known. */
  private readonly latest = new Map<string, Document | undefined>();

  constructor(private readonly context: SplitContext) {}

  async listed(unit: DefinitionUnit): Promise<Document | undefined> {
    const key = unitKey(unit);
    return this.latest.has(key) ? this.latest.get(key) : (await this.list(unit)).get(unit.flag.name);
  }

  /** One exact read. Undefined: not configured, or flag or environment are gone; the project is there. */
  async read(unit: DefinitionUnit): Promise<Document | undefined> {
    const { client, projects } = this.context;
    const document = await attempt(`read ${describeUnit(unit)}`, () =>
      undefinedIfGone(
        () => client.definition(placeOf(unit)),
        () => projects.require(unit.project),
      ),
    );
    return this.keep(unit, document);
  }

  /** As this run read or wrote it last. */
  lastRead(unit: DefinitionUnit): Document | undefined | Promise<Document | undefined> {
    const key = unitKey(unit);
    return this.latest.has(key) ? this.latest.get(key) : this.reads.get(key, () => this.read(unit));
  }

  keep(unit: DefinitionUnit, document: Document | undefined): Document | undefined {
    this.latest.set(unitKey(unit), document);
    return document;
  }

  private list({ project, environment }: DefinitionUnit): Promise<ReadonlyMap<string, Document>> {
    return this.lists.get(`${project.id}/${environment.id}`, async () => {
      const attempted = `list the definitions of environment ${environment.name}`;
      const documents = await attempt(attempted, () => this.context.client.definitions(project.id, environment.id));
      return new Map(documents.map((document) => [document.name, document]));
    });
  }
}

export function placeOf({ project, environment, flag }: DefinitionUnit): Place {
  return { workspace: project.id, environment: environment.id, flag: flag.name };
}
