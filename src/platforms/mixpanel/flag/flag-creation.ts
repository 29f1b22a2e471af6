import { isMadeSince } from "../../../http/pace/server-clock";
import { gone } from "../../adapter/errors";
import type { FlagAnswer } from "../api/answers";
import { landedAs } from "../api/client";
import { attempt } from "../api/errors";
import type { Copies } from "./copies";
import { bodyOf, type FlagDocument } from "./document";
import { copyOf } from "./metadata";

/** Creates copies of flags. */
export class FlagCreation {
  /** Copies that were created in this run and not read since: their answer replaces a read. */
  private readonly created = new Map<string, FlagAnswer>();

  constructor(private readonly copies: Copies) {}

  async create(project: string, document: FlagDocument, attempted: string): Promise<FlagAnswer> {
    const { client, places } = this.copies;
    const create = async (): Promise<FlagAnswer> => {
      const place = await places.of(project);
      return client.createFlag(place, bodyOf(document), async (since) => {
        const found = (await client.flags(place)).find(({ key }) => key === document.key);
        return found && isMadeSince(found.created, since) ? landedAs(found) : undefined;
      });
    };
    const flag = await attempt(attempted, create, "flag");
    this.created.set(`${project}/${flag.key}`, flag);
    return this.copies.keep(project, flag);
  }

  /** The copy as its creation returned it, once; else one exact read. Undefined: there is no such flag. */
  async readCreated(project: string, key: string): Promise<FlagAnswer | undefined> {
    const created = this.created.get(`${project}/${key}`);
    this.created.delete(`${project}/${key}`);
    return created ?? (await this.copies.read(project, key));
  }

  /** If a project was mapped later, or somebody deleted its copy: creates it like another project's copy. */
  async createMissing(project: string, key: string, attempted: string): Promise<FlagAnswer> {
    const others = await Promise.all(this.copies.places.environments.map(({ id }) => this.copies.list(id)));
    const template = others.map((list) => list.get(key)).find((flag) => flag !== undefined);
    if (template) return this.create(project, copyOf(template), attempted);
    throw gone(attempted, {
      reason: `there is no flag "${key}" in any of the projects`,
      nextStep: "Check whether it was deleted in Mixpanel, or create it in the same configuration.",
      subject: "flag",
    });
  }
}
