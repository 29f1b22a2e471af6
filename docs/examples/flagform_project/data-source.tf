data "flagform_project" "shop" {
  name = "Shop"
}

output "project_id" {
  value = data.flagform_project.shop.id
}
