import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ProviderService, ProviderStreams } from "../../../src/terraform/protocol/provider-service";

describe("the provider service", () => {
  test("names each procedure as Terraform does", () => {
    for (const [name, { path }] of Object.entries({ ...ProviderService, ...ProviderStreams })) {
      expect(path).toBe(`/tfplugin6.Provider/${name.charAt(0).toUpperCase()}${name.slice(1)}`);
    }
  });

  test("leaves out what this provider does not have: core takes no other answer than UNIMPLEMENTED for it", () => {
    const names = Object.keys({ ...ProviderService, ...ProviderStreams });
    expect(names.filter((name) => /action|ephemeral|stateStore/i.test(name))).toEqual([]);
  });

  test("has the field numbers of the validation's answer right, which is 2 and not 1", () => {
    const bytes = ProviderService.validateProviderConfig.responseSerialize({ diagnostics: [{ severity: 1 }] });
    expect(bytes.toString("hex")).toBe("12020801");
  });

  test("never has the switch that turns core's checks off", () => {
    const text = readFileSync(join(__dirname, "../../../src/terraform/protocol/messages.ts"), "utf8");
    expect(text).not.toMatch(/legacyTypeSystem/);
  });
});
