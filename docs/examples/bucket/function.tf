# Whether a user is among the 20 % with the lowest numbers, for a definition with this seed.
output "is_in_the_first_20_percent" {
  value = provider::flagform::bucket("split", "-1278347291", "user-42") <= 20
}
