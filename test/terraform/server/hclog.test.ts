import { hclog } from "../../../src/terraform/server/transport/hclog";

function lines(env: NodeJS.ProcessEnv, use: (log: ReturnType<typeof hclog>) => void): Record<string, unknown>[] {
  const written: string[] = [];
  use(hclog("flag-form", env, (line) => written.push(line)));
  return written.map((line) => {
    expect(line).toMatch(/^[^\n]*\n$/);
    expect(Buffer.byteLength(line)).toBeLessThan(65_536);
    return JSON.parse(line) as Record<string, unknown>;
  });
}
const all = (log: ReturnType<typeof hclog>) => {
  for (const level of ["trace", "debug", "info", "warn", "error"] as const) log[level](level);
};
const levels = (env: NodeJS.ProcessEnv) => lines(env, all).map((each) => each["@level"]);

describe("the log", () => {
  test("is silent unless asked for", () => {
    expect(levels({})).toEqual([]);
    expect(levels({ TF_LOG: "off" })).toEqual([]);
  });

  test("has the level that is nearest to the provider", () => {
    expect(levels({ TF_LOG: "warn" })).toEqual(["warn", "error"]);
    expect(levels({ TF_LOG: "TRACE", TF_LOG_PROVIDER: "ERROR" })).toEqual(["error"]);
    expect(levels({ TF_LOG_PROVIDER: "ERROR", TF_LOG_PROVIDER_FLAG_FORM: "info" })).toEqual(["info", "warn", "error"]);
    expect(levels({ TF_LOG: "JSON" })).toHaveLength(5);
  });

  test("writes what go-hclog writes: strings under @-keys, and six decimals of a second", () => {
    const [line] = lines({ TF_LOG: "trace" }, (log) => {
      log.info("two\nlines", { count: 2, "@level": "forged", none: undefined });
    });
    expect(line).toEqual({
      "@level": "info",
      "@message": "two\nlines",
      "@module": "flag-form",
      "@timestamp": expect.any(String) as string,
      count: 2,
    });
    expect(line?.["@timestamp"]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
  });

  test("cuts what the host would split", () => {
    const fields = Object.fromEntries(
      Array.from({ length: 50 }, (_, index) => [`field${String(index)}`, "é".repeat(50_000)]),
    );
    const [long] = lines({ TF_LOG: "trace" }, (log) => {
      log.error("x".repeat(1_000_000), fields);
    });
    expect(long?.["@level"]).toBe("error");
  });
});
