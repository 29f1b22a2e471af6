import { VercelProvider } from "flagform";

// The token comes from VERCEL_TOKEN where Terraform runs.
new VercelProvider(stack, "vercel", { project: "shop", team: "acme" });
