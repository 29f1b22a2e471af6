data "flagform_feature_flag" "search" {
  key = "legacy-search"
}

output "search_owners" {
  value = data.flagform_feature_flag.search.flagsmith.owners
}
