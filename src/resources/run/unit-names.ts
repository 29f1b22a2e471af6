/** How a definition or override names its flag and environment: by name, by id, or both. */
export interface UnitNames {
  readonly project: string | null;
  readonly environment: string | null;
  readonly environment_id: string | null;
  readonly flag: string | null;
  readonly flag_id: string | null;
}

/** For messages. */
export function describeUnit({ flag, flag_id, environment, environment_id }: Omit<UnitNames, "project">): string {
  return `flag ${flag ?? `id:${flag_id ?? "?"}`} in environment ${environment ?? `id:${environment_id ?? "?"}`}`;
}
