import { inflateRawSync } from "node:zlib";

/** A file in a zip archive. */
export interface ZipEntry {
  readonly name: string;
  readonly content: Buffer;
}

const END_SIGNATURE = "PK\x05\x06";
const END_LENGTH = 22;
const ENTRY_SIGNATURE = "PK\x01\x02";
const [STORED, DEFLATED] = [0, 8];
/** An executable has 130 MB. */
const MOST_BYTES = 1_000_000_000;

/** The files of an archive, as registries and `terraform providers mirror` pack providers. Throws on anything else. */
export function zipEntries(archive: Buffer): ZipEntry[] {
  const end = archive.lastIndexOf(END_SIGNATURE, undefined, "latin1");
  if (end < 0 || end + END_LENGTH > archive.length) throw new Error("it is not a zip archive, or only a part of one");
  const entries: ZipEntry[] = [];
  let at = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left -= 1) {
    if (archive.toString("latin1", at, at + 4) !== ENTRY_SIGNATURE) throw new Error("its list of files is damaged");
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((offset) => archive.readUInt16LE(at + offset));
    const name = archive.toString("utf8", at + 46, at + 46 + (nameLength ?? 0));
    if (!name.endsWith("/")) entries.push({ name, content: contentOf(archive, at, name) });
    at += 46 + (nameLength ?? 0) + (extraLength ?? 0) + (commentLength ?? 0);
  }
  return entries;
}

function contentOf(archive: Buffer, entry: number, name: string): Buffer {
  // It becomes a file's name: never one outside the folder.
  if (!/^[\w.+-]+$/.test(name) || name.startsWith("."))
    throw new Error(`it contains a file with the name ${JSON.stringify(name)}`);
  const [method, packedLength, length] = [
    archive.readUInt16LE(entry + 10),
    archive.readUInt32LE(entry + 20),
    archive.readUInt32LE(entry + 24),
  ];
  const header = archive.readUInt32LE(entry + 42);
  const start = header + 30 + archive.readUInt16LE(header + 26) + archive.readUInt16LE(header + 28);
  const packed = archive.subarray(start, start + packedLength);
  if (length > MOST_BYTES) throw new Error(`${name} is too large`);
  if (method !== STORED && method !== DEFLATED)
    throw new Error(`${name} is packed by an unknown method (${String(method)})`);
  const content = method === STORED ? packed : inflateRawSync(packed, { maxOutputLength: MOST_BYTES });
  if (content.length !== length) throw new Error(`${name} is incomplete`);
  return content;
}
