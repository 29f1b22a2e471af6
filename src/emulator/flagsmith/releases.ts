/** The releases of Flagsmith's server that the emulator can be. */
export const SERVER_RELEASES = ["2.265", "2.240", "2.200"] as const;
