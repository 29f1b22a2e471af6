from flagform import SplitOnApprovalRequired, SplitProvider

# The key comes from SPLIT_API_KEY where Terraform runs.
SplitProvider(stack, "split", project="Shop", on_approval_required=SplitOnApprovalRequired.SUBMIT)
