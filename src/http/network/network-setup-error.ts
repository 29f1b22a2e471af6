/** What this machine's environment says of the network makes no sense: nothing was sent. Its words hold no value of a variable. */
export class NetworkSetupError extends Error {
  override readonly name = "NetworkSetupError";

  constructor(
    message: string,
    readonly advice: string,
  ) {
    super(message);
  }
}
