import type { Clock } from "../../../http/clock";
import { HttpError } from "../../../http/http-error";
import { unavailable } from "../../adapter/errors";
import type { Environment } from "../../port/environment";
import type { PlatformError } from "../../port/platform-error";
import type { EdgeClient } from "../api/edge-client";
import { isNotFound } from "../api/errors";
import { KeyedLock } from "../api/keyed-lock";
import type { FlagsmithContext } from "../run/context";
import { identityKey } from "./identity-states";

/** A change of one part of an identity's document: an override, or traits. */
interface EdgeWrite<T> {
  /** For messages: "the override of flag …". */
  readonly what: string;
  send(): Promise<T>;
  /** Whether the document contains what the answer confirmed; no uuid: there is no document. */
  isThere(uuid: string | undefined, answer: T): Promise<boolean>;
}

/** How often a write is sent, and how often its result is read each time. */
const SENDS = 3;
const LOOKS = 5;
const FIRST_WAIT = 200;

/**
 * Documents of identities at the edge. The server reads such a document (which may be outdated), changes it and writes all of it
 * back: if two writes overlap one is lost, also if the other one is an application that sends traits. So each identity has
 * one writer, which reads back what it wrote before the next write starts, and sends it again if it was lost.
 */
export class EdgeDocuments {
  private readonly lock = new KeyedLock();
  private readonly uuids = new Map<string, string>();

  constructor(
    private readonly context: FlagsmithContext,
    private readonly client: EdgeClient,
    private readonly clock: Clock,
  ) {}

  /** One at a time for each identity. */
  alone<T>(environment: Environment, identifier: string, work: () => Promise<T>): Promise<T> {
    return this.lock.run(keyOf(environment, identifier), work);
  }

  /** Lookups by name are outdated for an identity that was just created. */
  learn(environment: Environment, identifier: string, uuid: string | undefined): void {
    if (uuid !== undefined) this.uuids.set(keyOf(environment, identifier), uuid);
  }

  forget(environment: Environment, identifier: string): void {
    this.uuids.delete(keyOf(environment, identifier));
  }

  /** Undefined if there is no identity with this name. */
  async uuidOf(environment: Environment, identifier: string): Promise<string | undefined> {
    const known = this.uuids.get(keyOf(environment, identifier));
    if (known !== undefined) return known;
    const found = await this.client.find(environment.clientKey, identifier);
    this.learn(environment, identifier, found?.identity_uuid);
    return found?.identity_uuid;
  }

  /** Reads from the document; undefined also if there is none. */
  async read<T>(
    environment: Environment,
    identifier: string,
    look: (uuid: string) => Promise<T>,
    again = true,
  ): Promise<T | undefined> {
    const uuid = await this.uuidOf(environment, identifier);
    if (uuid === undefined) return undefined;
    try {
      return await look(uuid);
    } catch (error) {
      // Deleted in the meantime, and perhaps created again.
      if (!isNotFound(error)) throw error;
      this.forget(environment, identifier);
      return again ? this.read(environment, identifier, look, false) : undefined;
    }
  }

  /** Call it inside `alone`. */
  async write<T>(environment: Environment, identifier: string, write: EdgeWrite<T>): Promise<T> {
    for (let sent = 1; ; sent++) {
      const answer = await write.send();
      if (await this.appears(environment, identifier, write, answer)) return answer;
      if (sent === SENDS) throw lost(write.what, identifier, environment);
      this.context.environment.log("info", `${write.what} for an identity was lost and is sent again`);
    }
  }

  private async appears<T>(environment: Environment, identifier: string, write: EdgeWrite<T>, answer: T): Promise<boolean> {
    for (let look = 1; ; look++) {
      // What was accepted before a stop counts as done.
      if (this.context.environment.signal.aborted) return true;
      if (await this.seen(environment, identifier, write, answer)) return true;
      if (look === LOOKS) return false;
      await this.clock.sleep(FIRST_WAIT * 2 ** (look - 1), this.context.environment.signal);
    }
  }

  private async seen<T>(environment: Environment, identifier: string, write: EdgeWrite<T>, answer: T): Promise<boolean> {
    try {
      const found = await this.read(environment, identifier, (uuid) => write.isThere(uuid, answer));
      return found ?? (await write.isThere(undefined, answer));
    } catch (error) {
      if (!(error instanceof HttpError)) throw error;
      // The write was confirmed; a failing read back does not make it a failure.
      this.context.environment.log("warn", `${write.what} was written and could not be read back: ${error.message}`);
      return true;
    }
  }
}

function keyOf({ clientKey }: Environment, identifier: string): string {
  return identityKey(clientKey, identifier);
}

function lost(what: string, identifier: string, { name }: Environment): PlatformError {
  return unavailable(`write ${what} for identity ${identifier} in environment ${name}`, {
    reason: `the server accepted it ${SENDS} times, but the identity still does not have it: something else writes this identity at the same time`,
    nextStep: "Run it again: the next plan shows what is there.",
    subject: "identity",
  });
}
