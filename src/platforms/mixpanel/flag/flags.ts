import type { Pace } from "../../adapter/edits/while-in-use";
import { alreadyExists, cannotRenameFlag, goneSincePlan } from "../../adapter/errors";
import { memoizeByIdentity } from "../../adapter/lists/memoize-by-identity";
import type { Flag, FlagSettings } from "../../port/flag";
import type { Project, Store } from "../../port/named";
import { attempt } from "../api/errors";
import type { Definitions } from "../definition/definitions";
import type { Copies, FlagsByKey } from "./copies";
import type { FlagCreation } from "./flag-creation";
import { areAlike, type Copy, toFlag } from "./flag-of-copies";
import { metadataOf, newDocument, requireContext } from "./metadata";

/**
 * Flags: the copies of one key in all mapped projects. A flag's id is that of its oldest copy, with its project in front and
 * the key behind, so that environments may join and leave.
 */
export class Flags implements Store<Flag, FlagSettings> {
  readonly noun = "flag";

  constructor(
    private readonly copies: Copies,
    private readonly creation: FlagCreation,
    private readonly definitions: Definitions,
    private readonly pace: Pick<Pace, "deleted">,
  ) {}

  async list(): Promise<readonly Flag[]> {
    return toFlags(await this.byKey());
  }

  async get(_project: Project, id: string): Promise<Flag | undefined> {
    const { project, copy, key } = partsOf(id);
    const isMapped = this.copies.places.environments.some((each) => each.id === project);
    const listed = (await this.byKey()).get(key) ?? [];
    const attempted = `read flag ${key}`;
    const known = listed.find((each) => each.flag.id === copy) ?? (isMapped ? undefined : listed[0]);
    const exact = await attempt(attempted, () => this.copies.read(known?.project ?? project, key), "flag");
    if (!exact || (isMapped && exact.id !== copy)) return undefined;
    const copies = (await this.byKey()).get(key) ?? [];
    if (areAlike(copies)) return toFlag(copies);
    // The lists of the other projects may be late.
    const others = copies.filter(({ flag }) => flag.id !== exact.id);
    await attempt(attempted, () => Promise.all(others.map((each) => this.copies.read(each.project, key))), "flag");
    return toFlag((await this.byKey()).get(key) ?? []);
  }

  async create(_project: Project, settings: FlagSettings): Promise<Flag> {
    const attempted = `create flag ${settings.name}`;
    const document = newDocument(settings, attempted);
    if ((await this.byKey()).has(settings.name)) throw alreadyExists(attempted, "flag", settings.name);
    for (const { id, name } of this.copies.places.environments) {
      await this.creation.create(id, document, `${attempted} in environment ${name} (project ${id})`);
    }
    if (settings.archived === true) await this.change(settings.name, { archived: true });
    return this.current(settings.name, attempted);
  }

  /** By the lists, which may be late: the write looks again. */
  async requireChange(id: string, changes: Partial<FlagSettings>, attempted: string): Promise<void> {
    for (const { flag } of (await this.byKey()).get(partsOf(id).key) ?? [])
      requireContext(flag, metadataOf(changes), attempted);
  }

  async update(_project: Project, id: string, changes: Partial<FlagSettings>): Promise<Flag> {
    const { key } = partsOf(id);
    const attempted = `update flag ${key}`;
    if (changes.name !== undefined && changes.name !== key) throw cannotRenameFlag(attempted, "Mixpanel", key);
    await this.change(key, changes);
    return this.current(key, attempted);
  }

  /** The copy with the id is deleted last: as long as there is any, the flag is there. */
  async delete(_project: Project, id: string): Promise<void> {
    const { key } = partsOf(id);
    const copies = (await this.byKey()).get(key) ?? [];
    for (const { project } of [...copies].reverse())
      await this.definitions.submit({ project, key }, { edits: [], remove: true });
    this.pace.deleted.flags += 1;
  }

  private async change(key: string, changes: Partial<FlagSettings>): Promise<void> {
    const { variants } = changes;
    const metadata = metadataOf(changes);
    const edits = variants === undefined ? [] : [{ kind: "set-variants", variants } as const];
    const copies = (await this.byKey()).get(key) ?? [];
    // One that refuses must not be met after others were written.
    for (const { flag } of copies) requireContext(flag, metadata, `update flag ${key}`);
    await Promise.all(copies.map(({ project }) => this.definitions.submit({ project, key }, { edits, metadata })));
  }

  private async current(key: string, attempted: string): Promise<Flag> {
    const copies = (await this.byKey()).get(key);
    if (copies) return toFlag(copies);
    throw goneSincePlan(attempted, "flag", key);
  }

  private async byKey(): Promise<CopiesByKey> {
    const projects = this.copies.places.environments.map(({ id }) => id);
    const [first, ...others] = await Promise.all(projects.map((project) => this.copies.list(project)));
    return first ? this.copiesIn(first, ...others) : new Map();
  }

  /** The oldest copy of a flag first. */
  private readonly copiesIn = memoizeByIdentity((...lists: readonly [FlagsByKey, ...FlagsByKey[]]): CopiesByKey => {
    const found = new Map<string, Copy[]>();
    this.copies.places.environments.forEach(({ id: project, name: environment }, index) => {
      for (const flag of lists[index]?.values() ?? []) {
        const copies = found.get(flag.key);
        if (copies) copies.push({ project, environment, flag });
        else found.set(flag.key, [{ project, environment, flag }]);
      }
    });
    for (const copies of found.values()) copies.sort((a, b) => (a.flag.created < b.flag.created ? -1 : 1));
    return found;
  });
}

type CopiesByKey = ReadonlyMap<string, readonly Copy[]>;

const toFlags = memoizeByIdentity((copies: CopiesByKey) => [...copies.values()].map(toFlag));

function partsOf(id: string): { readonly project: string; readonly copy: string; readonly key: string } {
  const [project = "", copy = "", ...key] = id.split(":");
  return { project, copy, key: key.join(":") };
}
