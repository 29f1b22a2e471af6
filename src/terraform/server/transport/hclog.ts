import { getOwn } from "../../../get-own";
import type { LogFields, Logger } from "../../logger";
import { printable } from "../../printable";

const LEVELS = ["trace", "debug", "info", "warn", "error"] as const;
type Level = (typeof LEVELS)[number];

/** The host splits lines beyond 64 KiB and shows the pieces unparsed; a text is cut long before. */
const LONGEST_TEXT = 8_000;
const LONGEST_LINE = 60_000;

/**
 * Logs as go-hclog does, one JSON object per line, which Terraform reads from stderr. Silent unless TF_LOG_PROVIDER_<NAME>,
 * TF_LOG_PROVIDER or TF_LOG requests it: nobody would see the lines.
 */
export function hclog(name: string, env: NodeJS.ProcessEnv, write: (line: string) => void): Logger {
  const threshold = wantedLevel(name, env);
  const isLogged = (level: Level): boolean => LEVELS.indexOf(level) >= threshold;
  const at = (level: Level) => {
    if (!isLogged(level)) return () => undefined;
    return (message: string, fields: LogFields = {}) => {
      write(line(name, level, message, fields));
    };
  };
  return { trace: at("trace"), debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error"), isLogged };
}

function wantedLevel(name: string, env: NodeJS.ProcessEnv): number {
  const own = getOwn(env, `TF_LOG_PROVIDER_${name.toUpperCase().replace(/-/g, "_")}`);
  const wanted = (own || env["TF_LOG_PROVIDER"] || env["TF_LOG"] || "off").toLowerCase();
  if (wanted === "off") return LEVELS.length;
  // Terraform treats TF_LOG=JSON, and any unknown level, as TRACE.
  return Math.max(0, LEVELS.indexOf(wanted as Level));
}

function line(name: string, level: Level, message: string, fields: LogFields): string {
  // Terraform itself crashes on an @-key that is not a string, and does not recognize a log line whose time has no six
  // decimals.
  const head = {
    "@level": level,
    "@message": cut(message),
    "@module": name,
    "@timestamp": new Date().toISOString().replace("Z", "000Z"),
  };
  const own = Object.entries(fields).filter(([key]) => !key.startsWith("@"));
  const whole = JSON.stringify({
    ...head,
    ...Object.fromEntries(own.map(([key, value]) => [key, typeof value === "string" ? cut(value) : value])),
  });
  return whole.length <= LONGEST_LINE ? `${whole}\n` : `${JSON.stringify(head)}\n`;
}

function cut(text: string): string {
  return printable(text.length <= LONGEST_TEXT ? text : `${text.slice(0, LONGEST_TEXT)}…`);
}
