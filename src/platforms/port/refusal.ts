/** Why a setting would be refused, and the path of its attribute. */
export interface SettingRefusal {
  readonly path: readonly string[];
  readonly reason: string;
}

/** Texts with only the general rules for text. */
export type TextPlace =
  "name" | "key name" | "description" | "environment description" | "tag" | "identity" | "trait" | "setting";
