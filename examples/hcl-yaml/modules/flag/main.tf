terraform {
  required_providers {
    flagform = {
      source = "flagform/flagform"
    }
  }
}

variable "key" {
  description = "The flag's key."
  type        = string
}

variable "flag" {
  description = "The flag's entry in the YAML file."
  type        = any
}

variable "environment_ids" {
  description = "The ids of the environments, by name."
  type        = map(string)
}

variable "segment_ids" {
  description = "The ids of the segments, by name."
  type        = map(string)
}

locals {
  type = try(var.flag.type, "boolean")
}

resource "flagform_feature_flag" "this" {
  key         = var.key
  type        = local.type
  description = try(var.flag.description, null)
}

resource "flagform_environment_definition" "this" {
  for_each = var.flag.environments

  environment_id = var.environment_ids[each.key]
  flag_id        = flagform_feature_flag.this.id
  enabled        = each.value.enabled
  serve          = local.type == "boolean" ? null : { value = { (local.type) = each.value.value } }

  # What others override by hand stays.
  overrides = "listed"
  segment_overrides = {
    for name, override in try(each.value.segments, {}) :
    name => { segment_id = var.segment_ids[name], enabled = override.enabled }
  }
}
