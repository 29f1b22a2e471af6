/** The vendor's SDK for Node as it evaluates by itself, given the definitions that it would have fetched. */
export interface LocalProvider {
  flagDefinitions: ReadonlyMap<string, unknown>;
  getVariant(
    key: string,
    fallback: object,
    context: object,
    reportExposure: boolean,
  ): { readonly variant_key?: string; readonly variant_value: unknown; readonly variant_source: string };
}
type Provider = new (token: string, config: object, tracker: () => void, logger: object) => LocalProvider;
// The emulator adds its operators to the same JsonLogic library, so the vendor's SDK gets an instance of its own.
const Local = isolated(() => jest.requireActual<Provider>("mixpanel/lib/flags/local_flags"));

/** One that asks no server. */
export function openLocalProvider(): LocalProvider {
  return new Local("token", { enable_polling: false }, () => undefined, { warn: () => 0, error: () => 0 });
}

/** What the SDK would fetch, by flag. */
export async function definitionsOf(url: string, token: string): Promise<Map<string, unknown>> {
  const authorization = `Basic ${Buffer.from(`${token}:`).toString("base64")}`;
  const response = await fetch(`${url}/flags/definitions`, { headers: { authorization } });
  expect(response.status).toBe(200);
  const { flags } = (await response.json()) as { flags: readonly { readonly key: string }[] };
  return new Map(flags.map((each) => [each.key, each]));
}

function isolated<T>(load: () => T): T {
  let loaded: T | undefined;
  jest.isolateModules(() => {
    loaded = load();
  });
  if (loaded === undefined) throw new Error("nothing was loaded");
  return loaded;
}
