import { FRAME, frame, Http2Error, LARGEST_FRAME, REASON, word } from "./frames";

/** The settings that a server needs to know of its client. */
export interface ClientSettings {
  /** How much a client takes of each new call before it asks for more. */
  initialWindow: number;
  largestFrame: number;
}

/** Of each call, and of the connection as a whole, where nothing else is said. */
export const DEFAULT_WINDOW = 65_535;

const [INITIAL_WINDOW, LARGEST] = [4, 5] as const;
const ENTRY = 6;

/** What this server sends first: how much the client may send ahead, in each call and in all together. */
export function ownSettings(ahead: number): Buffer {
  const setting = Buffer.alloc(ENTRY);
  setting.writeUInt16BE(INITIAL_WINDOW, 0);
  setting.writeUInt32BE(ahead, 2);
  return Buffer.concat([
    frame({ type: FRAME.settings, flags: 0, stream: 0 }, setting),
    frame({ type: FRAME.windowUpdate, flags: 0, stream: 0 }, word(ahead - DEFAULT_WINDOW)),
  ]);
}

export function applySettings(settings: ClientSettings, payload: Buffer): void {
  if (payload.length % ENTRY !== 0) throw new Http2Error(REASON.frameSizeError, "settings have six bytes each");
  for (let at = 0; at < payload.length; at += ENTRY) {
    const value = payload.readUInt32BE(at + 2);
    const name = payload.readUInt16BE(at);
    if (name === INITIAL_WINDOW) {
      if (value > 0x7fffffff) throw new Http2Error(REASON.flowControlError, "a window is too wide");
      settings.initialWindow = value;
    } else if (name === LARGEST) {
      if (value < LARGEST_FRAME || value > 0xffffff) throw new Http2Error(REASON.protocolError, "no size of a frame");
      settings.largestFrame = value;
    }
  }
}
