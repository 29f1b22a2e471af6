import { z } from "zod";

const SDK_KEY_TYPES = ["server", "mobile", "client"] as const;

export const createSdkKeyBody = z.strictObject({
  sdkKeyType: z.enum(SDK_KEY_TYPES),
  environment: z.string(),
  label: z.string().optional(),
});

export type SdkKeyType = (typeof SDK_KEY_TYPES)[number];
