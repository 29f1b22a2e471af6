import type { Flag, FlagContent, Person, Version } from "../store/records";
import type { Request } from "../wire/request";

/** Absent fields are left out when this becomes JSON. */
function contentView(content: FlagContent) {
  return {
    description: content.description,
    environments: content.environments,
    maintainerIds: content.maintainerIds,
    permanent: content.permanent,
    seed: content.seed,
    state: content.state,
    tags: content.tags,
    variants: content.variants,
  };
}

/** A flag as answers have it (reference, 3.8). */
export function flagView(request: Request, flag: Flag): object {
  return {
    ...contentView(flag),
    id: flag.id,
    slug: flag.slug,
    kind: flag.kind,
    revision: flag.revision,
    createdAt: flag.createdAt,
    updatedAt: flag.updatedAt,
    createdBy: flag.createdBy,
    updatedBy: flag.updatedBy,
    ownerId: flag.ownerId,
    projectId: flag.projectId,
    typeName: "flag",
    ...metadata(request, flag.createdBy),
  };
}

export function versionView(request: Request, version: Version): object {
  return {
    id: version.id,
    flagId: version.flagId,
    revision: version.revision,
    createdAt: version.createdAt,
    createdBy: version.createdBy,
    message: version.message,
    changedEnvironments: version.changedEnvironments,
    data: contentView(version.data),
    ...metadata(request, version.createdBy),
  };
}

/** The author, if requested. */
export function metadata(request: Request, author: string): { readonly metadata?: { readonly creator: Person } } {
  return request.asks("withMetadata") ? { metadata: { creator: request.store.personOf(author) } } : {};
}
