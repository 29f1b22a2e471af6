import { edgeRoot, rootOf } from "../../../src/platforms/flagsmith/run/config";

test("only Flagsmith's own installation has another host for what is kept at the edge", () => {
  for (const host of ["https://api.flagsmith.com", "https://api.flagsmith.com/api/v1/", "api.flagsmith.com"]) {
    expect(edgeRoot(rootOf(host))).toBe("https://edge.api.flagsmith.com");
  }
  for (const host of ["https://flags.example.com", "http://127.0.0.1:8000", "https://api.flagsmith.com.example.com"]) {
    expect(edgeRoot(rootOf(host))).toBe(host);
  }
});
