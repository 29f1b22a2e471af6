/**
 * What a destroy does to the flag.
 */
export enum FlagRemoval {
  /** The flag is deleted. */
  DELETE = "delete",
  /** The flag is archived. On Flagsmith, an archived flag is hidden but still served; on Vercel and Mixpanel it is no longer served. */
  ARCHIVE = "archive",
  /** It stays as it is. */
  KEEP = "keep",
}
