import { flagformProvider } from "../../../src/resources/provider/provider";
import { lintProvider } from "../../../src/terraform/lint";

test("every declaration keeps the kit's rules", () => {
  expect(lintProvider(flagformProvider("0.0.0"))).toEqual([]);
});
