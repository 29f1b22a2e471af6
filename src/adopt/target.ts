import type { ProviderBlock, Session } from "./session";
import type { Loss } from "./translate/losses";

/** Another platform that a project is written for. */
export interface Target {
  /** The platform, as people call it. */
  readonly title: string;
  /** The provider's block, as it is written. */
  readonly provider: ProviderBlock;
  /** The environment variables that its credential is read from, in words. */
  readonly credential: string;
  /** Its environments by those of the source, where the names differ. */
  readonly environments: ReadonlyMap<string, string>;
  /** The environments that it has; undefined: it may have any. */
  readonly fixed: readonly string[] | undefined;
  /** A project of the platform without flags, with these environments, in which everything is planned. */
  open(environments: readonly string[]): Promise<Session>;
  /** Called with what is lost or changed, before anything is written. */
  list(losses: readonly Loss[]): void;
  close(): Promise<void>;
}
