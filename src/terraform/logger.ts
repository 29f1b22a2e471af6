/** Structured logging; fields must never contain credentials. The server decides where the lines go. */
export interface Logger {
  trace(message: string, fields?: LogFields): void;
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** Whether anybody sees lines of the level, for what is costly to say. Absent: all are seen. */
  isLogged?(level: "trace" | "debug" | "info" | "warn" | "error"): boolean;
}

export type LogFields = { readonly [name: string]: string | number | boolean | null | undefined };
