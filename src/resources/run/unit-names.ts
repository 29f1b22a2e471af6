/** How a definition or override says where it belongs: by names, by ids, or by both. */
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
