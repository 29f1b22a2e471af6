import type { Asking } from "../asking";

/** Where a vendor's SDKs differ: whether the given ones are asked. Both are followed where the question does not say which. */
export function isAskedBy(sdks: readonly string[], because: string, { sdk, chance }: Asking): boolean {
  return sdk === undefined ? chance.holds(`asked by ${sdks.join(", ")}`, because) : sdks.includes(sdk);
}
