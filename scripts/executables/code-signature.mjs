import { createHash } from "node:crypto";

/**
 * The code signature inside a Mach-O file: blobs, whose numbers are big-endian. macOS runs programs for x86-64 without one, for ARM64 only
 * with one, and may end a program whose signature does not fit.
 */
const LC_CODE_SIGNATURE = 0x1d;
const LC_SEGMENT_64 = 0x19;
const LINK_EDIT = "__LINKEDIT";
const PAGE_BYTES = 4096;
const EMBEDDED_SIGNATURE = 0xfade0cc0;
const CODE_DIRECTORY = 0xfade0c02;
const AD_HOC = 0x2;
const SHA_256 = 2;
const HEADER_BYTES = 32;

/**
 * "not signed"; "signed ad hoc" or "signed by somebody", where each page has the hash that the signature says; or what is wrong with it. A
 * signer's certificate is not checked.
 */
export function signatureOf(bytes) {
  const place = findCommand(bytes, LC_CODE_SIGNATURE);
  if (place === undefined) return "not signed";
  const [offset, size] = [bytes.readUInt32LE(place + 8), bytes.readUInt32LE(place + 12)];
  const signature = bytes.subarray(offset, offset + size);
  if (signature.length < 12 || signature.readUInt32BE(0) !== EMBEDDED_SIGNATURE)
    return "signed, but the signature cannot be read";
  const directory = codeDirectoryOf(signature);
  if (directory === undefined) return "signed, but without hashes of its code";
  const limit = directory.readUInt32BE(32);
  if (limit !== offset) return `signed, but only for its first ${limit} of ${offset} bytes`;
  if (directory[37] !== SHA_256) return `signed, with hashes of kind ${directory[37]}, which are not checked`;
  const wrong = wrongPages(bytes.subarray(0, limit), directory);
  if (wrong > 0) return `signed, but ${wrong} pages have other hashes`;
  return directory.readUInt32BE(12) & AD_HOC ? "signed ad hoc" : "signed by somebody";
}

/** The file without its signature: the load command, the blobs, and their part of the last segment. */
export function withoutSignature(bytes) {
  const place = findCommand(bytes, LC_CODE_SIGNATURE);
  if (place === undefined) return bytes;
  const [offset, size, commandBytes] = [8, 12, 4].map((at) => bytes.readUInt32LE(place + at));
  if (offset + size !== bytes.length) throw new Error("The code signature is not at the end of the file");
  const bare = Buffer.from(bytes.subarray(0, offset));
  const end = HEADER_BYTES + bare.readUInt32LE(20);
  bare.copyWithin(place, place + commandBytes, end).fill(0, end - commandBytes, end);
  bare.writeUInt32LE(bare.readUInt32LE(16) - 1, 16);
  bare.writeUInt32LE(bare.readUInt32LE(20) - commandBytes, 20);
  const isLast = (at) => bare.toString("latin1", at + 8, at + 8 + LINK_EDIT.length) === LINK_EDIT;
  const segment = findCommand(bare, LC_SEGMENT_64, isLast);
  if (segment === undefined) throw new Error(`The program has no segment ${LINK_EDIT}`);
  const left = offset - Number(bare.readBigUInt64LE(segment + 40));
  bare.writeBigUInt64LE(BigInt(Math.ceil(left / PAGE_BYTES) * PAGE_BYTES), segment + 32);
  bare.writeBigUInt64LE(BigInt(left), segment + 48);
  return bare;
}

/** Where a load command of that kind begins. */
function findCommand(bytes, kind, accept = () => true) {
  let at = HEADER_BYTES;
  for (let left = bytes.readUInt32LE(16); left > 0; left -= 1) {
    if (bytes.readUInt32LE(at) === kind && accept(at)) return at;
    at += bytes.readUInt32LE(at + 4);
  }
  return undefined;
}

function codeDirectoryOf(signature) {
  const blobs = Array.from({ length: signature.readUInt32BE(8) }, (_, index) =>
    signature.subarray(signature.readUInt32BE(12 + index * 8 + 4)),
  );
  return blobs.find((blob) => blob.readUInt32BE(0) === CODE_DIRECTORY);
}

function wrongPages(code, directory) {
  const hashes = directory.subarray(directory.readUInt32BE(16));
  const [count, hashBytes, pageBytes] = [directory.readUInt32BE(28), directory[36], 2 ** directory[39]];
  let wrong = Math.abs(count - Math.ceil(code.length / pageBytes));
  for (let page = 0; page < count; page += 1) {
    const found = createHash("sha256").update(code.subarray(page * pageBytes, (page + 1) * pageBytes));
    const expected = hashes.subarray(page * hashBytes, (page + 1) * hashBytes);
    if (!found.digest().subarray(0, hashBytes).equals(expected)) wrong += 1;
  }
  return wrong;
}
