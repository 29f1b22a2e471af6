import { inflateRawSync } from "node:zlib";

const DIRECTORY_ENTRY = 0x02014b50;
const STORED = 0;
const DEFLATED = 8;

/** The members of a zip archive (Terraform's saved plans are such); none where the bytes are no archive. */
export function membersOf(bytes: Buffer): readonly (readonly [name: string, content: Buffer])[] {
  if (bytes.length < 4 || bytes.toString("latin1", 0, 2) !== "PK") return [];
  const members: (readonly [string, Buffer])[] = [];
  for (let at = bytes.indexOf("PK\x01\x02", 0, "latin1"); at >= 0; at = bytes.indexOf("PK\x01\x02", at + 4, "latin1")) {
    if (bytes.length < at + 46 || bytes.readUInt32LE(at) !== DIRECTORY_ENTRY) continue;
    const [method, packed] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 20)];
    const name = bytes.toString("utf8", at + 46, at + 46 + bytes.readUInt16LE(at + 28));
    const head = bytes.readUInt32LE(at + 42);
    const start = head + 30 + bytes.readUInt16LE(head + 26) + bytes.readUInt16LE(head + 28);
    const content = bytes.subarray(start, start + packed);
    if (method === STORED) members.push([name, content]);
    else if (method === DEFLATED) members.push([name, inflateRawSync(content)]);
    else throw new Error(`${name} is packed by method ${String(method)}, which is not known here`);
  }
  return members;
}
