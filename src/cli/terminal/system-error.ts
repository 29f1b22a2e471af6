/** The system's errors in words: "there is no such file or folder" for ENOENT. Others keep their own message. */
export function systemReason(cause: unknown): string {
  return REASONS.get(textOf(cause, "code") ?? "") ?? messageOf(cause);
}

/** The system call that failed: `listen`, `open`. Undefined for errors that are not the system's. */
export function failedCall(cause: unknown): string | undefined {
  return textOf(cause, "syscall");
}

export function messageOf(cause: unknown): string {
  return textOf(cause, "message") ?? String(cause);
}

function textOf(cause: unknown, name: string): string | undefined {
  if (typeof cause !== "object" || cause === null) return undefined;
  const value: unknown = Reflect.get(cause, name);
  return typeof value === "string" ? value : undefined;
}

const REASONS: ReadonlyMap<string, string> = new Map([
  ["ENOENT", "there is no such file or folder"],
  ["EACCES", "this user has no permission"],
  ["EPERM", "this user has no permission"],
  ["EISDIR", "it is a folder"],
  ["ENOTDIR", "a part of the path is a file, not a folder"],
  ["EROFS", "the file system is read-only"],
  ["ENOSPC", "the disk is full"],
  ["EADDRINUSE", "it is in use"],
]);
