import { createPrivateKey, X509Certificate } from "node:crypto";
import { makeCertificate } from "../../../src/terraform/server/transport/certificate";

describe("a process's certificate", () => {
  const now = new Date("2026-03-04T05:06:07Z");
  const made = makeCertificate(now);
  const read = new X509Certificate(made.der);

  test("is one that Node and Go can read: for localhost, by its alternative name too", () => {
    expect(read.subject).toBe("CN=localhost");
    expect(read.issuer).toBe("CN=localhost");
    expect(read.subjectAltName).toBe("DNS:localhost");
    expect(read.checkHost("localhost")).toBe("localhost");
  });

  test("signs itself, with the key that belongs to it", () => {
    expect(read.verify(read.publicKey)).toBe(true);
    expect(read.checkPrivateKey(createPrivateKey(made.keyPem))).toBe(true);
    expect(read.publicKey.asymmetricKeyDetails).toMatchObject({ namedCurve: "prime256v1" });
    expect(read.ca).toBe(true);
  });

  test("serves as both ends of a connection", () => {
    expect(read.keyUsage).toEqual(["1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2"]);
  });

  test("begins an hour ago, for clocks are not all right", () => {
    expect(new Date(read.validFrom)).toEqual(new Date("2026-03-04T04:06:07Z"));
    expect(new Date(read.validTo).getTime()).toBeGreaterThan(now.getTime());
  });

  test("has a serial number and a key of its own", () => {
    const other = new X509Certificate(makeCertificate().der);
    expect(other.serialNumber).not.toBe(read.serialNumber);
    expect(other.fingerprint256).not.toBe(read.fingerprint256);
    expect(read.serialNumber).toHaveLength(32);
  });

  test("is the same in PEM", () => {
    expect(new X509Certificate(made.certPem).fingerprint256).toBe(read.fingerprint256);
  });
});
