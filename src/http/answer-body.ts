import type { Readable } from "node:stream";
import { coded } from "./answer-watch";

/** More than any list of flags: an endless answer must not fill the memory. Counted after decompression. */
const LARGEST_ANSWER = 64 * 1024 * 1024;

/** The whole text of an answer. Throws errors with a code. */
export async function readAnswer(stream: Readable, heard: () => void): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    heard();
    size += chunk.length;
    // Leaving the loop destroys the stream and its connection.
    if (size > LARGEST_ANSWER)
      throw coded(`the answer is larger than ${LARGEST_ANSWER / 1024 / 1024} MB`, "EANSWERTOOLARGE");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks)
    .toString("utf8")
    .replace(/^\uFEFF/, "");
}
