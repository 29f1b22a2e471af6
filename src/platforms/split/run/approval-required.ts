/** The environment takes the change by approval only, and it is to be submitted. Nothing was sent, or it was refused. */
export class ApprovalRequiredError extends Error {}
