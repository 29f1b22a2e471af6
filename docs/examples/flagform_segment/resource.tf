# Adults in the Netherlands or Belgium who pay, or who work here; of these, one in five.
resource "flagform_segment" "pilot" {
  name        = "pilot customers"
  description = "Who tries things first."

  rules = [{
    match = "all"
    conditions = [
      { operator = "one_of", trait = "country", values = ["NL", "BE"] },
      { operator = "at_least", trait = "age", value = "18" },
      { operator = "percentage", value = "20" },
    ]
    rules = [{
      match = "any"
      conditions = [
        { operator = "equal_to", trait = "plan", value = "pro" },
        { operator = "contains", trait = "email", value = "@example.com" },
      ]
    }]
  }]
}
