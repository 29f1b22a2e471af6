import { DiagnosticError, error } from "../../terraform/diagnostic";

interface CredentialPlace {
  /** Its name in titles, such as "The API key". */
  readonly title: string;
  /** Where it is in the provider block. */
  readonly path: readonly string[];
  readonly variable: string;
  /** It is sent as a header, which only allows ASCII; basic authentication allows any text. */
  readonly sentAs: "header" | "basic";
}

/**
 * A credential as it is sent: without surrounding white space, which comes from a file (`file("key.txt")` ends in a line
 * feed). An unusable credential is refused, and never shown.
 */
export function credentialOf(text: string, place: CredentialPlace): string {
  const trimmed = text.trim();
  if (trimmed === "") throw refused(place, "is empty", "It is empty, or only white space.");
  const where = "Perhaps it was read from a file that contains more than the credential, or from an encoded file.";
  if (/[\u0000-\u001f\u007f-\u009f]/.test(trimmed))
    throw refused(place, "contains a control character or a line break", where);
  if (place.sentAs === "header" && /[^ -~]/.test(trimmed))
    throw refused(
      place,
      "contains a character that is not allowed in an HTTP header",
      `Credentials of this platform only contain ASCII characters. ${where}`,
    );
  return trimmed;
}

function refused({ title, path, variable }: CredentialPlace, what: string, why: string): DiagnosticError {
  const next = `Set ${path.join(".")} in the provider block, or ${variable} in the environment, to the credential alone.`;
  return new DiagnosticError(error(`${title} ${what}`, `${why} It is not shown here. ${next}`, path));
}

/** Basic authentication ends the name at the first colon. */
export function usernameOf(text: string): string {
  const place = CREDENTIAL_PLACES.mixpanelUsername;
  const username = credentialOf(text, place);
  if (username.includes(":"))
    throw refused(place, "holds a colon", "The name ends at the colon: the secret has its own attribute.");
  return username;
}

export const CREDENTIAL_PLACES = {
  flagsmithKey: place("The API key", "flagsmith", "api_key", "FLAGSMITH_MASTER_API_KEY"),
  splitKey: place("The Admin API key", "split", "api_key", "SPLIT_API_KEY"),
  harnessToken: place("The Harness token", "split", "harness_token", "SPLIT_HARNESS_TOKEN"),
  vercelToken: place("The access token", "vercel", "token", "VERCEL_TOKEN"),
  mixpanelSecret: place("The service account's secret", "mixpanel", "secret", "MIXPANEL_SECRET", "basic"),
  mixpanelUsername: place("The service account's name", "mixpanel", "username", "MIXPANEL_USERNAME", "basic"),
} as const;

function place(
  title: string,
  block: string,
  attribute: string,
  variable: string,
  sentAs: CredentialPlace["sentAs"] = "header",
): CredentialPlace {
  return { title, path: [block, attribute], variable, sentAs };
}
