import { generateKeyPairSync, randomBytes, sign } from "node:crypto";

/** A certificate for one process: its private key never leaves memory. */
interface Certificate {
  readonly der: Buffer;
  readonly certPem: string;
  readonly keyPem: string;
}

/**
 * A self-signed certificate for "localhost", built in DER here: Node reads certificates but cannot create them, and the
 * libraries that can take 80 ms and more in each provider process. Go refuses a certificate without the alternative name,
 * and one that starts in the future.
 */
export function makeCertificate(now: Date = new Date()): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const localhost = sequence(tlv(SET, sequence(OID.commonName, tlv(UTF8_STRING, Buffer.from("localhost")))));
  const hour = 3_600_000;
  const toBeSigned = sequence(
    explicit(0, integer(2)), // version 3
    tlv(INTEGER, serial()),
    ECDSA_WITH_SHA256,
    localhost,
    sequence(utcTime(new Date(now.getTime() - hour)), utcTime(new Date(now.getTime() + 365 * 24 * hour))),
    localhost,
    publicKey.export({ type: "spki", format: "der" }),
    explicit(3, sequence(...extensions())),
  );
  const signature = sign("sha256", toBeSigned, privateKey);
  const der = sequence(toBeSigned, ECDSA_WITH_SHA256, bitString(signature, 0));
  return { der, certPem: pem(der), keyPem: privateKey.export({ type: "pkcs8", format: "pem" }).toString() };
}

const [INTEGER, BIT_STRING, OCTET_STRING, UTF8_STRING, UTC_TIME, SEQUENCE, SET] = [
  0x02, 0x03, 0x04, 0x0c, 0x17, 0x30, 0x31,
] as const;
const TRUE = Buffer.from([0x01, 0x01, 0xff]);
const oid = (hex: string) => tlv(0x06, Buffer.from(hex, "hex"));
const OID = {
  commonName: oid("550403"),
  keyUsage: oid("551d0f"),
  alternativeName: oid("551d11"),
  basicConstraints: oid("551d13"),
  extendedKeyUsage: oid("551d25"),
  serverAuth: oid("2b06010505070301"),
  clientAuth: oid("2b06010505070302"),
};
const ECDSA_WITH_SHA256 = sequence(oid("2a8648ce3d040302"));

function extensions(): Buffer[] {
  // digitalSignature, keyEncipherment, keyAgreement, keyCertSign: bits 0, 2, 4, 5.
  const usage = bitString(Buffer.from([0b10101100]), 2);
  const dnsName = tlv(0x82, Buffer.from("localhost"));
  return [
    sequence(OID.basicConstraints, TRUE, tlv(OCTET_STRING, sequence(TRUE))),
    sequence(OID.keyUsage, TRUE, tlv(OCTET_STRING, usage)),
    sequence(OID.extendedKeyUsage, tlv(OCTET_STRING, sequence(OID.serverAuth, OID.clientAuth))),
    sequence(OID.alternativeName, tlv(OCTET_STRING, sequence(dnsName))),
  ];
}

/** Positive, and of full length: the first byte is neither 0 nor above 127. */
function serial(): Buffer {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes;
}

function tlv(tag: number, ...contents: Uint8Array[]): Buffer {
  const content = Buffer.concat(contents);
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

function sequence(...contents: Uint8Array[]): Buffer {
  return tlv(SEQUENCE, ...contents);
}

function explicit(number: number, content: Buffer): Buffer {
  return tlv(0xa0 + number, content);
}

function integer(value: number): Buffer {
  return tlv(INTEGER, Buffer.from([value]));
}

function bitString(bits: Buffer, unused: number): Buffer {
  return tlv(BIT_STRING, Buffer.from([unused]), bits);
}

/** As YYMMDDHHMMSSZ, which is valid until 2049. */
function utcTime(time: Date): Buffer {
  return tlv(UTC_TIME, Buffer.from(`${time.toISOString().replace(/\D/g, "").slice(2, 14)}Z`));
}

function pem(der: Buffer): string {
  const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`;
}
