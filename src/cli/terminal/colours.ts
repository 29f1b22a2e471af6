import { WriteStream } from "node:tty";

/**
 * Whether a stream gets colours: a terminal does, unless `NO_COLOR` is set or `TERM` is "dumb"; `FORCE_COLOR` decides for any stream, also
 * against `NO_COLOR`, as in Node itself.
 */
export function wantsColours(stream: { readonly isTTY?: boolean }, env: NodeJS.ProcessEnv): boolean {
  if (env["FORCE_COLOR"] === undefined && stream.isTTY !== true) return false;
  return colourDepth(env) > 1;
}

/** Node's own reading of the environment, which also knows CI systems and old terminals. In bits: 1 is no colour. */
function colourDepth(env: NodeJS.ProcessEnv): number {
  // https://no-color.org: present and not empty. Node takes an empty one too.
  const { NO_COLOR: unwanted, ...others } = env;
  const asked = unwanted === undefined || unwanted === "" || env["FORCE_COLOR"] !== undefined ? others : env;
  return WriteStream.prototype.getColorDepth(asked);
}
