/**
 * The network settings in this machine's environment are invalid: nothing was sent. The message contains no value of a
 * variable.
 */
export class NetworkSetupError extends Error {
  override readonly name = "NetworkSetupError";

  constructor(
    message: string,
    readonly advice: string,
  ) {
    super(message);
  }
}
