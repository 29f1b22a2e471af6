/** Why something stated would be refused, and the path of its attribute. */
export interface SettingRefusal {
  readonly path: readonly string[];
  readonly reason: string;
}

/** Texts that have no rules of their own but those of all texts. */
export type TextPlace =
  "name" | "key name" | "description" | "environment description" | "tag" | "identity" | "trait" | "setting";
