/** One event of `text/event-stream`. */
export interface StreamEvent {
  readonly event: string;
  readonly id: string | undefined;
  readonly data: string;
}

/** Reads server-sent events one by one. */
export class EventReader {
  private readonly abort = new AbortController();
  private readonly decoder = new TextDecoder();
  private reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  private text = "";

  static async open(url: string, lastId?: string): Promise<EventReader> {
    const made = new EventReader();
    const headers = lastId === undefined ? {} : { "last-event-id": lastId };
    const response = await fetch(url, { headers, signal: made.abort.signal });
    if (response.headers.get("content-type") !== "text/event-stream") throw new Error(`no events: ${response.status}`);
    made.reader = response.body?.getReader();
    return made;
  }

  async next(): Promise<StreamEvent> {
    for (;;) {
      const end = this.text.indexOf("\n\n");
      if (end >= 0) {
        const block = this.text.slice(0, end);
        this.text = this.text.slice(end + 2);
        const event = /^event: (.*)$/m.exec(block)?.[1];
        if (event !== undefined)
          return { event, id: /^id: (.*)$/m.exec(block)?.[1], data: /^data: ?(.*)$/m.exec(block)?.[1] ?? "" };
        continue;
      }
      const part = await this.reader?.read();
      if (!part || part.done) throw new Error("the stream ended");
      this.text += this.decoder.decode(part.value, { stream: true });
    }
  }

  close(): void {
    this.abort.abort();
  }
}
