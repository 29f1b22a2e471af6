/** A zip archive of files, in the order given: the same files give the same bytes. */
export function zip(files: readonly { readonly name: string; readonly content: Buffer; readonly mode: number }[]): Buffer;
