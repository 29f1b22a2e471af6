from flagform import VercelProvider

# The token comes from VERCEL_TOKEN where Terraform runs.
VercelProvider(stack, "vercel", project="shop", team="acme")
