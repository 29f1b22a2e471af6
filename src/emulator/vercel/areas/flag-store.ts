import { randomInt } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { getOwn } from "../../../get-own";
import type { Environment, Environments } from "../schema/environment";
import type { CreateFlagBody } from "../schema/flag-body";
import { newId } from "../store/ids";
import type { Flag, FlagContent, Project } from "../store/records";
import type { Store } from "../store/store";
import { checkSize } from "./flag-rules";
import { addDefaultKeys } from "./sdk-keys";

type NewFlag = Omit<CreateFlagBody, "environments"> & {
  readonly environments: Environments;
  readonly id?: string | undefined;
};

export function newContent(given: NewFlag): FlagContent {
  return {
    variants: given.variants ?? [],
    environments: Object.fromEntries(
      Object.entries(given.environments).map(([name, each]) => [name, { ...each, revision: each.revision ?? 0 }]),
    ),
    seed: given.seed ?? randomInt(100_001),
    state: given.state ?? "active",
    description: given.description,
    tags: given.tags,
    maintainerIds: given.maintainerIds,
    permanent: given.permanent,
  };
}

/** Adds a flag with its first version; the first one of a project brings the keys for its applications. */
export function addFlag(store: Store, project: Project, given: NewFlag, content: FlagContent, author: string): Flag {
  const now = store.now();
  const flag: Flag = {
    ...content,
    sequence: store.next(),
    id: given.id ?? newId("flag"),
    projectId: project.id,
    slug: given.slug,
    kind: given.kind,
    revision: 1,
    createdAt: now,
    createdBy: author,
    updatedAt: now,
    updatedBy: undefined,
    ownerId: project.scope === "team" ? store.team.id : store.user.id,
  };
  checkSize(store, flag);
  addDefaultKeys(store, project, author);
  store.putFlag(flag);
  addVersion(store, flag, author, undefined, Object.keys(flag.environments));
  return flag;
}

/** What a PATCH changes in a flag, and what its new version records. */
interface Edit {
  readonly content: FlagContent;
  readonly author: string;
  readonly message: string | undefined;
}

/** Replaces a flag's content: one more revision, one more version. */
export function replaceContent(store: Store, flag: Flag, edit: Edit): Flag {
  const changed = changedEnvironments(flag.environments, edit.content.environments);
  const environments = Object.fromEntries(
    Object.entries(edit.content.environments).map(([name, each]) => {
      const before = getOwn(flag.environments, name)?.revision ?? -1;
      return [name, { ...each, revision: changed.includes(name) ? before + 1 : before }];
    }),
  );
  const next: Flag = {
    ...flag,
    ...edit.content,
    environments,
    revision: flag.revision + 1,
    updatedAt: store.now(),
    updatedBy: edit.author,
  };
  checkSize(store, next);
  store.putFlag(next);
  addVersion(store, next, edit.author, edit.message, changed);
  return next;
}

/** Whether nothing but bookkeeping differs. */
export function sameContent(one: FlagContent, other: FlagContent): boolean {
  const comparable = (content: FlagContent): unknown => ({
    ...{ variants: content.variants, seed: content.seed, state: content.state, description: content.description },
    ...{ tags: content.tags, maintainerIds: content.maintainerIds, permanent: content.permanent },
  });
  return (
    isDeepStrictEqual(comparable(one), comparable(other)) &&
    changedEnvironments(one.environments, other.environments).length === 0
  );
}

function changedEnvironments(before: Environments, after: Environments): string[] {
  const bare = (environment: Environment | undefined): unknown => environment && { ...environment, revision: 0 };
  return Object.keys(after).filter((name) => !isDeepStrictEqual(bare(getOwn(before, name)), bare(getOwn(after, name))));
}

function addVersion(store: Store, flag: Flag, author: string, message: string | undefined, changed: string[]): void {
  const { variants, environments, seed, state, description, tags, maintainerIds, permanent } = flag;
  const version = {
    sequence: store.next(),
    id: newId("ver"),
    flagId: flag.id,
    revision: flag.revision,
    createdAt: flag.updatedAt,
    createdBy: author,
    message,
    changedEnvironments: changed,
    data: { variants, environments, seed, state, description, tags, maintainerIds, permanent },
  };
  store.tables.versions.set(flag.id, [...(store.tables.versions.get(flag.id) ?? []), version]);
}
