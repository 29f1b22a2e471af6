import { Http2Error, REASON } from "./frames";

/**
 * HPACK's Huffman code (RFC 7541, appendix B) by the length of each byte's code, as one digit in base 36: it is canonical, so
 * the lengths say all. The end-of-string code, which may only be padding, is the last one of the longest.
 */
const LENGTHS = [
  "dnsssssssoussussssssssusssssssss",
  "6aacd68baa8b8666555666666678f6ca",
  "d67777777777777777777777878djde6",
  "f56565666577666567655677777fbeds",
  "kmkkmmmnmnnnnnonoomnonnnnlmnmnno",
  "mlkmmnnlnmmolmnnllmlnmnnkmmmnmmn",
  "qqkjmnmpqqqrrqopjlqrrqrollqqsrrr",
  "koklmllnmmppooqnqrqqrrrrrsrrrrrq",
].join("");
const LONGEST = 30;

/** Codes as a tree: two children per node, a node's index or, as `-1 - byte`, what the code means. */
let tree: Int16Array | undefined;

function buildTree(): Int16Array {
  const children: number[] = [0, 0];
  let code = 0;
  for (let length = 5; length <= LONGEST; length++, code *= 2) {
    for (let byte = 0; byte < LENGTHS.length; byte++) {
      if (parseInt(LENGTHS.charAt(byte), 36) === length) insert(children, code++, length, -1 - byte);
    }
  }
  return Int16Array.from(children);
}

function insert(children: number[], code: number, length: number, meaning: number): void {
  let node = 0;
  for (let bit = length - 1; bit > 0; bit--) {
    const at = node * 2 + ((code >> bit) & 1);
    let next = children[at] ?? 0;
    if (next === 0) {
      next = children.length / 2;
      children.push(0, 0);
      children[at] = next;
    }
    node = next;
  }
  children[node * 2 + (code & 1)] = meaning;
}

/** Throws a connection error for anything that is not a code, or whose padding is not the start of the end-of-string code. */
export function decodeHuffman(bytes: Buffer): string {
  const nodes = (tree ??= buildTree());
  const text: number[] = [];
  let node = 0;
  let depth = 0;
  let onlyOnes = true;
  for (const byte of bytes) {
    for (let bit = 7; bit >= 0; bit--) {
      const one = (byte >> bit) & 1;
      const next = nodes[node * 2 + one] ?? 0;
      depth++;
      onlyOnes &&= one === 1;
      if (next > 0) {
        node = next;
        continue;
      }
      // The root is nobody's child: zero is a code that does not exist.
      if (next === 0) throw malformed();
      text.push(-1 - next);
      node = depth = 0;
      onlyOnes = true;
    }
  }
  if (depth > 7 || !onlyOnes) throw malformed();
  return Buffer.from(text).toString("latin1");
}

function malformed(): Http2Error {
  return new Http2Error(REASON.compressionError, "a header is not in HPACK's Huffman code");
}
