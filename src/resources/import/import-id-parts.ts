/** The names that the import id of each resource is made of, in their order. A project may come first, except for projects themselves. */
export const IMPORT_ID_PARTS = {
  flagform_feature_flag: ["flag"],
  flagform_environment: ["environment"],
  flagform_segment: ["segment"],
  flagform_environment_definition: ["environment", "flag"],
  flagform_segment_override: ["environment", "flag", "segment"],
  flagform_identity_override: ["environment", "flag", "identity"],
  flagform_identity: ["environment", "identity"],
  flagform_server_key: ["environment", "key"],
  flagform_project: ["project"],
} as const;
