import { redactLeaves, redactor, secretsOf } from "../../src/http/secrets/redact";

const SECRET = "s3cret/+&<key>";
const redact = redactor(secretsOf({ Authorization: `Basic ${Buffer.from(`user:${SECRET}`).toString("base64")}` }));

test.each([
  ["as it is", SECRET],
  ["with the user's name", `user:${SECRET}`],
  ["as it was sent", `Basic ${Buffer.from(`user:${SECRET}`).toString("base64")}`],
  ["in base64 by itself", Buffer.from(SECRET).toString("base64")],
  ["in an address", encodeURIComponent(SECRET)],
  ["sent, in an address", encodeURIComponent(Buffer.from(`user:${SECRET}`).toString("base64"))],
  ["in a page", "s3cret/+&amp;&lt;key&gt;"],
])("a password of basic authentication is blotted out %s", (_name, text) => {
  const clean = redact(`you sent ${text} to us`);
  expect(clean).toMatch(/^you sent .*\[redacted\]=* to us$/);
  expect(clean).not.toMatch(/s3cret|key/);
});

test("what is no secret stays, and so do words that are too short to be one", () => {
  expect(redactor(["abc"])("abc is no secret")).toBe("abc is no secret");
  expect(redact("nobody is here: user")).toBe("nobody is here: user");
});

test("a key's own characters mean nothing but themselves", () => {
  expect(redactor(["a.b*c(d"])("a.b*c(d, but not aXbbbc(d")).toBe("[redacted], but not aXbbbc(d");
});

test("of an answer with a megabyte of words only the beginning is looked at", () => {
  let looked = 0;
  const count = (text: string): string => {
    looked += text.length;
    return text;
  };
  const long = "\\u0041".repeat(1000);
  redactLeaves({ message: "first", errors: Array.from({ length: 250 }, () => ({ [long]: long })) }, count);
  expect(looked).toBeGreaterThan(4096);
  expect(looked).toBeLessThanOrEqual(8 * 4096);
  expect(redactLeaves({ message: SECRET, errors: [long] }, redact)).toMatchObject({ message: "[redacted]" });
});
