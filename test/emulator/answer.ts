/** What an emulator answered. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed JSON, the text when it is none, null when there is no body. */
  readonly body: unknown;
}

export async function readAnswer(response: Response): Promise<Answer> {
  return { status: response.status, headers: response.headers, body: parse(await response.text()) };
}

function parse(text: string): unknown {
  try {
    return text === "" ? null : (JSON.parse(text) as unknown);
  } catch {
    return text;
  }
}
