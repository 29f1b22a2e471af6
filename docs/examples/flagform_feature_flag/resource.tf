# On or off.
resource "flagform_feature_flag" "new_checkout" {
  key         = "new-checkout"
  description = "The new checkout."
  tags        = ["checkout"]

  # Tags must exist on Flagsmith, unless they may be made.
  flagsmith = {
    create_tags = true
  }
}

# With a value in each environment.
resource "flagform_feature_flag" "item_limit" {
  key                 = "checkout-item-limit"
  type                = "integer"
  description         = "How many items the checkout takes."
  deletion_protection = true
}
