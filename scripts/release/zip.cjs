const { crc32, deflateRawSync } = require("node:zlib");

/** 1 January 1980, the first that the format can say: the same files give the same archive at any time. */
const [DATE, TIME] = [0x0021, 0];
const DEFLATED = 8;
const UTF8_NAMES = 0x0800;
/** 2.0, on Unix, where the mode counts. */
const [NEEDED, MADE_BY] = [20, (3 << 8) | 20];

/** A zip archive of files `{ name, content, mode }`, in the order given. */
function zip(files) {
  const [parts, directory] = [[], []];
  let offset = 0;
  for (const { name, content, mode } of files) {
    const packed = deflateRawSync(content, { level: 9 });
    const label = Buffer.from(name);
    const common = Buffer.alloc(26);
    for (const [at, value] of [
      [0, NEEDED],
      [2, UTF8_NAMES],
      [4, DEFLATED],
      [6, TIME],
      [8, DATE],
      [22, label.length],
    ])
      common.writeUInt16LE(value, at);
    for (const [at, value] of [
      [10, crc32(content)],
      [14, packed.length],
      [18, content.length],
    ])
      common.writeUInt32LE(value, at);
    const entry = Buffer.alloc(46 - 4 - 2 - 26);
    entry.writeUInt32LE(((0o100000 | mode) << 16) >>> 0, 6);
    entry.writeUInt32LE(offset, 10);
    const madeBy = Buffer.alloc(2);
    madeBy.writeUInt16LE(MADE_BY);
    directory.push(Buffer.from("PK\x01\x02", "latin1"), madeBy, common, entry, label);
    parts.push(Buffer.from("PK\x03\x04", "latin1"), common, label, packed);
    offset += 30 + label.length + packed.length;
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, ...directory, end]);
}

module.exports = { zip };
