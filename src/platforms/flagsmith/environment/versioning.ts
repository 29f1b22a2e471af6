import { setTimeout as wait } from "node:timers/promises";
import { HttpError } from "../../../http/http-error";
import { notSupported, unavailable } from "../../adapter/errors";
import { PlatformError } from "../../port/platform-error";
import type { EnvironmentAnswer } from "../api/answers";
import type { FlagsmithContext } from "../run/context";

/** Milliseconds between two checks: short at first, because small projects are done in a moment. */
const FIRST_WAIT = 100;
const LONGEST_WAIT = 3_000;
const PATIENCE = 5 * 60_000;

/** Switches feature versioning on. The server accepts at once and does it later: waits until it is done. */
export async function enableVersioning(
  { client, environment: { signal } }: Pick<FlagsmithContext, "client" | "environment">,
  key: string,
  attempted: string,
  patience = PATIENCE,
): Promise<EnvironmentAnswer> {
  try {
    await client.enableVersioning(key);
  } catch (error) {
    if (!isOnAlready(error)) throw error;
  }
  for (let pause = FIRST_WAIT, waited = 0; ; waited += pause, pause = Math.min(pause * 2, LONGEST_WAIT)) {
    const answer = await client.environment(key);
    if (answer.use_v2_feature_versioning) return answer;
    if (waited >= patience) throw notYet(attempted);
    await wait(pause, undefined, { signal }).catch(() => {
      throw stopped(attempted);
    });
  }
}

function isOnAlready(error: unknown): boolean {
  return error instanceof HttpError && error.status === 400 && /already using v2/.test(JSON.stringify(error.details.body));
}

const ATTRIBUTE = ["flagsmith", "feature_versioning"];

function notYet(attempted: string): PlatformError {
  return unavailable(attempted, {
    reason: "the server started to switch feature versioning on, and has not finished after five minutes",
    nextStep: "Run it again later. If it keeps failing, check whether the server's task processor is running.",
    attribute: ATTRIBUTE,
  });
}

function stopped(attempted: string): PlatformError {
  return new PlatformError({
    code: "cancelled",
    attempted,
    reason: "the run was stopped while the server was switching feature versioning on",
    nextStep: "Run it again: the server continues by itself.",
  });
}

/** Versioning is on, and switching it off would lose the flags' history. */
export function cannotDisable(attempted: string, after = ""): PlatformError {
  return notSupported(attempted, {
    reason: "the environment has feature versioning, which cannot be switched off",
    nextStep: `Set feature_versioning = true, or remove it.${after}`,
    attribute: ATTRIBUTE,
  });
}
