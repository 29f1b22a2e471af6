import { SingleFlight } from "../../../http/single-flight";
import type { Denied, Platform } from "../../port/platform";
import { PlatformError } from "../../port/platform-error";
import type { Copies } from "../flag/copies";

/** The platform without the environments that the service account may not read, found once. `without` gives the rest of it. */
export function readableOf(
  copies: Copies,
  without: (denied: readonly Denied[]) => Platform,
): NonNullable<Platform["readable"]> {
  const found = new SingleFlight<Awaited<ReturnType<NonNullable<Platform["readable"]>>>>();
  return () =>
    found.get("", async () => {
      const denied = await deniedIn(copies);
      return { denied, ...(denied.length > 0 && { rest: without(denied) }) };
    });
}

/** Throws if it may read none of them. */
async function deniedIn(copies: Copies): Promise<readonly Denied[]> {
  const { environments } = copies.places;
  const found = await Promise.all(
    environments.map(async ({ id, name }): Promise<readonly Denied[]> => {
      try {
        await copies.list(id);
        return [];
      } catch (error) {
        if (!(error instanceof PlatformError) || error.code !== "denied") throw error;
        return [{ environment: name, error }];
      }
    }),
  );
  const denied = found.flat();
  const [first] = denied;
  if (first && denied.length === environments.length) throw first.error;
  return denied;
}
