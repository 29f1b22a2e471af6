import { SplitOnApprovalRequired, SplitProvider } from "flagform";

// The key comes from SPLIT_API_KEY where Terraform runs.
new SplitProvider(stack, "split", { project: "Shop", onApprovalRequired: SplitOnApprovalRequired.SUBMIT });
