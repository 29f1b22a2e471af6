import { exactVersion, fullAddress, lockEntries, lockFileWith } from "../../../src/constructs/layout/lock-file";

const ours = { address: "registry.terraform.io/flagform/flagform", version: "0.1.0", hashes: ["h1:new="] };
const nulls = { address: "registry.terraform.io/hashicorp/null", version: "3.2.4" };

const WRITTEN_BY_TERRAFORM = `# This file is maintained automatically by "terraform init".
# Manual edits may be lost in future updates.

provider "registry.terraform.io/hashicorp/null" {
  version     = "3.2.4"
  constraints = "3.2.4"
  hashes = [
    "h1:abc=",
    "zh:def",
  ]
}

provider "registry.terraform.io/hashicorp/random" {
  version = "3.6.0"
  hashes = [
    "h1:xyz=",
  ]
}
`;

describe("the lock file", () => {
  test("is written as terraform writes it, sorted by address", () => {
    expect(lockFileWith(undefined, [nulls, ours])).toBe(`# This file is maintained automatically by "terraform init".
# Manual edits may be lost in future updates.

provider "registry.terraform.io/flagform/flagform" {
  version     = "0.1.0"
  constraints = "0.1.0"
  hashes = [
    "h1:new=",
  ]
}

provider "registry.terraform.io/hashicorp/null" {
  version     = "3.2.4"
  constraints = "3.2.4"
}
`);
  });

  test("keeps entries that say the same, hashes included, and entries of others", () => {
    expect(lockFileWith(WRITTEN_BY_TERRAFORM, [nulls])).toBe(WRITTEN_BY_TERRAFORM);
    expect(lockFileWith(WRITTEN_BY_TERRAFORM, [])).toBe(WRITTEN_BY_TERRAFORM);
  });

  test("is stable", () => {
    const once = lockFileWith(WRITTEN_BY_TERRAFORM, [ours, nulls]);
    expect(lockFileWith(once, [ours, nulls])).toBe(once);
    expect(once).toContain('"zh:def"');
  });

  test("replaces our hash when the package changed", () => {
    const before = lockFileWith(undefined, [{ ...ours, hashes: ["h1:old="] }]);
    const after = lockFileWith(before, [ours]);
    expect(after).toContain("h1:new=");
    expect(after).not.toContain("h1:old=");
  });

  test("has all hashes of a provider that is in several packages, in Terraform's order, and is stable then", () => {
    const several = { ...ours, hashes: ["h1:b=", "h1:a="] };
    const once = lockFileWith(undefined, [several]);
    expect(lockEntries(once).get(ours.address)?.hashes).toEqual(["h1:a=", "h1:b="]);
    expect(lockFileWith(once, [several])).toBe(once);
    expect(lockFileWith(once, [ours])).toContain('hashes = [\n    "h1:new=",\n  ]');
  });

  test("replaces the entry of a version that is no longer demanded: its hashes are another package's", () => {
    const after = lockFileWith(WRITTEN_BY_TERRAFORM, [{ ...nulls, version: "3.2.5" }]);
    expect(after).toContain('version     = "3.2.5"\n  constraints = "3.2.5"\n}');
    expect(after).not.toContain("h1:abc=");
    expect(after).toContain("h1:xyz=");
  });

  test("adds missing constraints, without which cdktf locks again, and keeps the hashes", () => {
    const after = lockFileWith(WRITTEN_BY_TERRAFORM, [
      { address: "registry.terraform.io/hashicorp/random", version: "3.6.0" },
    ]);
    expect(after).toContain('version     = "3.6.0"\n  constraints = "3.6.0"\n  hashes = [\n    "h1:xyz=",');
  });
});

test.each([
  ["3.2.4", "3.2.4"],
  ["= 3.2.4", "3.2.4"],
  ["1.0.0-beta.1", "1.0.0-beta.1"],
  ["~> 3.2", undefined],
  [">= 3.2.4", undefined],
  ["3.2.4, < 4.0.0", undefined],
  ["3.2", undefined],
  [undefined, undefined],
])("the constraint %s allows only %s", (constraint, version) => {
  expect(exactVersion(constraint)).toBe(version);
});

test.each([
  ["null", "registry.terraform.io/hashicorp/null"],
  ["Flagform/Flagform", "registry.terraform.io/flagform/flagform"],
  ["registry.example.com/acme/flags", "registry.example.com/acme/flags"],
])("the source %s is %s", (source, address) => {
  expect(fullAddress(source)).toBe(address);
});
