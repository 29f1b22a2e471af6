import type { IncomingMessage } from "node:http";

/** The longest body that is read. */
const MOST_BYTES = 10 * 1024 * 1024;
/** The deepest nesting of lists and objects: no client sends more, and recursion could overflow the stack. */
const DEEPEST = 500;

/** An error in a body that is found before any platform reads it. */
export class BodyError extends Error {
  readonly status: 400 | 413;

  constructor(status: 400 | 413, message: string) {
    super(message);
    this.status = status;
  }
}

/** The whole body as text; throws a BodyError as soon as it is known to be too long. */
export async function readBody(message: IncomingMessage): Promise<string> {
  const tooLong = (): BodyError => new BodyError(413, `The body is longer than ${MOST_BYTES} bytes.`);
  if (Number(message.headers["content-length"] ?? 0) > MOST_BYTES) throw tooLong();
  const chunks: Buffer[] = [];
  let length = 0;
  await new Promise<void>((resolve, reject) => {
    message.on("data", (chunk: Buffer) => {
      length += chunk.length;
      if (length > MOST_BYTES) reject(tooLong());
      else chunks.push(chunk);
    });
    message.once("end", resolve);
    message.once("error", reject);
    message.once("aborted", () => {
      reject(new Error("the caller left"));
    });
  });
  const text = Buffer.concat(chunks).toString("utf8");
  if (depthOf(text) > DEEPEST) throw new BodyError(400, `The body holds more than ${DEEPEST} levels inside one another.`);
  return text;
}

/** Discards the rest of a refused body so that the client sees the reply, up to a limit. */
export function skipRest(message: IncomingMessage): void {
  let left = MOST_BYTES;
  message.on("data", (chunk: Buffer) => {
    left -= chunk.length;
    if (left < 0) message.socket.destroy();
  });
  message.on("error", () => undefined);
  message.resume();
}

/** The nesting depth of brackets outside strings; exact for JSON, harmless for anything else. */
function depthOf(text: string): number {
  let [depth, deepest, isText] = [0, 0, false];
  for (let index = 0; index < text.length; index += 1) {
    const letter = text[index];
    if (isText && letter === "\\") index += 1;
    else if (letter === '"') isText = !isText;
    else if (!isText && (letter === "[" || letter === "{")) deepest = Math.max(deepest, ++depth);
    else if (!isText && (letter === "]" || letter === "}")) depth -= 1;
  }
  return deepest;
}
