import { connectProvider } from "../../../src/terraform/protocol/provider-client";
import type { ProviderCalls } from "../../../src/terraform/protocol/provider-service";
import { startInProcess } from "../../../src/terraform/start-in-process";
import { startServer } from "../../../src/terraform/start-server";
import { demofileProvider } from "../../fixtures/demofile-provider";

describe("a provider without a connection", () => {
  const request = { typeName: "demofile_note", currentState: { msgpack: Buffer.from([0xc1]) }, private: Buffer.alloc(0) };
  const told = (calls: ProviderCalls) =>
    calls.readResource(request).then(
      (answer) => answer.diagnostics,
      (failure: unknown) => String(failure),
    );

  test("answers as over gRPC, and fails in the same words", async () => {
    const direct = await startInProcess(demofileProvider());
    const server = await startServer(demofileProvider());
    const client = connectProvider(server.address);
    try {
      expect(await direct.calls.getProviderSchema({})).toEqual(await client.getProviderSchema({}));
      expect(await told(direct.calls)).toEqual(await told(client));
    } finally {
      client.close();
      await server.stop();
    }
  });

  test("is gone once it is stopped", async () => {
    const direct = await startInProcess(demofileProvider());
    await direct.stop();
    await expect(direct.calls.getMetadata({})).rejects.toThrow("14 UNAVAILABLE");
  });
});
