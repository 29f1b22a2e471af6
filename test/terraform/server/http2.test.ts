import { once } from "node:events";
import type { ClientHttp2Session, IncomingHttpHeaders } from "node:http2";
import { connect, constants } from "node:http2";
import { connect as connectSocket } from "node:net";
import { bytes, message } from "../../../src/terraform/protocol/protobuf";
import { rpc } from "../../../src/terraform/protocol/rpc";
import { GrpcServer } from "../../../src/terraform/server/transport/grpc-server";
import { FLAG, FRAME, frame, REASON, word } from "../../../src/terraform/server/transport/http2/frames";
import { HeaderDecoder } from "../../../src/terraform/server/transport/http2/hpack";

const Data = message({ data: bytes(1) });
const echo = rpc("/test.Echo/Echo", Data, Data);
const slow = rpc("/test.Echo/Slow", Data, Data);

/** Node's client is another implementation of HTTP/2; what it would never send is written by hand. */
describe("the HTTP/2 connection", () => {
  let server: GrpcServer;
  let port: number;
  let release: () => void;
  const sessions: ClientHttp2Session[] = [];

  beforeEach(async () => {
    const released = new Promise<void>((resolve) => (release = resolve));
    server = new GrpcServer([
      { kind: "unary", rpc: echo, handler: (request) => Promise.resolve(request) },
      { kind: "unary", rpc: slow, handler: (request) => released.then(() => request) },
    ]);
    port = await server.listen(undefined);
  });
  afterEach(() => {
    for (const session of sessions.splice(0)) session.destroy();
    server.destroy();
  });

  async function open(options: Parameters<typeof connect>[1] = {}): Promise<ClientHttp2Session> {
    const session = connect(`http://127.0.0.1:${String(port)}`, options);
    sessions.push(session);
    await once(session, "connect");
    return session;
  }

  function framed(data: Buffer): Buffer {
    const body = Data.encode({ data });
    return Buffer.concat([Buffer.of(0), word(body.length), body]);
  }

  interface Answer {
    readonly headers: IncomingHttpHeaders;
    readonly status: string | undefined;
    readonly data: Buffer;
  }

  function call(session: ClientHttp2Session, path: string, body: Buffer, headers: object = {}): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const stream = session.request({ ":method": "POST", ":path": path, ...headers });
      const chunks: Buffer[] = [];
      let [first, last]: IncomingHttpHeaders[] = [{}, {}];
      stream.on("response", (each) => (first = each));
      stream.on("trailers", (each: IncomingHttpHeaders) => (last = each));
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("error", reject);
      stream.on("close", () => {
        const all = { ...first, ...last };
        const status = all["grpc-status"];
        resolve({ headers: all, status: status === undefined ? status : String(status), data: Buffer.concat(chunks) });
      });
      stream.end(body);
    });
  }

  const ping = (session: ClientHttp2Session) =>
    new Promise<Buffer>((resolve, reject) => {
      session.ping(Buffer.from("anything"), (failure, _took, payload) => {
        if (failure) reject(failure);
        else resolve(payload);
      });
    });

  test("keeps to the windows of a client that takes little at once, also when they change in the middle", async () => {
    const data = Buffer.alloc(50_000, "0123456789");
    const session = await open({ settings: { initialWindowSize: 10 } });
    const first = call(session, echo.path, framed(data));
    const second = call(session, echo.path, framed(data));
    await ping(session);
    session.settings({ initialWindowSize: 3_000 });
    for (const answer of [await first, await second]) {
      expect(answer.data).toEqual(framed(data));
      expect(answer.status).toBe("0");
    }
  });

  test("reads padded frames, headers in several frames, and trailers", async () => {
    const padded = await open({ paddingStrategy: constants.PADDING_STRATEGY_MAX });
    expect((await call(padded, echo.path, framed(Buffer.alloc(40_000, "a")))).data).toHaveLength(40_000 + 9);
    const long = Object.fromEntries(["a", "b", "c"].map((name) => [`x-${name}`, name.repeat(9_000)]));
    expect((await call(await open(), echo.path, framed(Buffer.of(1)), long)).data).toEqual(framed(Buffer.of(1)));
    const session = await open();
    const stream = session.request({ ":method": "POST", ":path": echo.path }, { waitForTrailers: true } as object);
    stream.on("wantTrailers", () => {
      stream.sendTrailers({ after: "all" });
    });
    stream.end(framed(Buffer.of(2)));
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    expect(Buffer.concat(chunks)).toEqual(framed(Buffer.of(2)));
  });

  test("reads every character of a path that a client compresses", async () => {
    const codes = Array.from({ length: 0x7f - 0x21 }, (_, index) => 0x21 + index);
    const path = `/${String.fromCharCode(...codes)}`;
    const { headers, status } = await call(await open(), path, Buffer.alloc(0));
    expect(status).toBe("12");
    expect(decodeURI(String(headers["grpc-message"]))).toContain(path);
  });

  test("answers pings, and a call that it refuses before the client has sent all of it", async () => {
    const session = await open();
    expect(await ping(session)).toEqual(Buffer.from("anything"));
    const { status } = await call(session, "/test.Echo/None", Buffer.alloc(10_000_000));
    expect(status).toBe("12");
    expect((await call(session, echo.path, framed(Buffer.of(3)))).status).toBe("0");
  });

  test("takes more data than its window, call after call, on one connection", async () => {
    const session = await open();
    const data = framed(Buffer.alloc(3_000_000, "b"));
    for (let round = 0; round < 4; round++) expect((await call(session, echo.path, data)).data.equals(data)).toBe(true);
  });

  test("finishes running calls when it closes, and takes no new ones", async () => {
    const session = await open();
    const running = call(session, slow.path, framed(Buffer.of(4)));
    await ping(session);
    const farewell = new Promise<number>((resolve) => session.on("goaway", resolve));
    const closed = server.close();
    expect(await farewell).toBe(0);
    release();
    expect((await running).data).toEqual(framed(Buffer.of(4)));
    await closed;
  });

  const head = (type: number, flags: number, stream: number, payload: Uint8Array = Buffer.alloc(0)) =>
    frame({ type, flags, stream }, payload);
  const settings = head(FRAME.settings, 0, 0);
  /** ":path /" alone. */
  const headers = Buffer.of(0x84);
  const begun = Buffer.concat([settings, head(FRAME.headers, FLAG.endHeaders, 1, headers)]);

  test.each([
    ["a first frame without settings", head(FRAME.ping, 0, 0, Buffer.alloc(8)), REASON.protocolError],
    ["settings cut off", head(FRAME.settings, 0, 0, Buffer.alloc(5)), REASON.frameSizeError],
    ["settings of a stream", head(FRAME.settings, 0, 1), REASON.protocolError],
    ["an impossible window", head(FRAME.settings, 0, 0, Buffer.of(0, 4, 255, 255, 255, 255)), REASON.flowControlError],
    ["an impossible size of frames", head(FRAME.settings, 0, 0, Buffer.of(0, 5, 0, 0, 0, 1)), REASON.protocolError],
    ["a frame that is too long", [settings, head(FRAME.data, 0, 1, Buffer.alloc(20_000))], REASON.frameSizeError],
    ["data of a stream that never began", [settings, head(FRAME.data, 0, 1)], REASON.protocolError],
    ["a reset of a stream that never began", [settings, head(FRAME.resetStream, 0, 1, word(8))], REASON.protocolError],
    ["a stream with an even number", [settings, head(FRAME.headers, FLAG.endHeaders, 2, headers)], REASON.protocolError],
    ["headers without a stream", [settings, head(FRAME.headers, FLAG.endHeaders, 0, headers)], REASON.protocolError],
    ["nothing to continue", [settings, head(FRAME.continuation, FLAG.endHeaders, 1, headers)], REASON.protocolError],
    ["interrupted headers", [settings, head(FRAME.headers, 0, 1, headers), settings], REASON.protocolError],
    [
      "headers that are no HPACK",
      [settings, head(FRAME.headers, FLAG.endHeaders, 1, Buffer.of(0xff))],
      REASON.compressionError,
    ],
    [
      "endless headers",
      [
        settings,
        head(FRAME.headers, 0, 1),
        ...Array.from({ length: 5 }, () => head(FRAME.continuation, 0, 1, Buffer.alloc(16_000))),
      ],
      REASON.enhanceYourCalm,
    ],
    ["more padding than frame", [begun, head(FRAME.data, FLAG.padded, 1, Buffer.of(9, 0))], REASON.protocolError],
    ["padding without a length", [begun, head(FRAME.data, FLAG.padded, 1)], REASON.protocolError],
    ["a push", [begun, head(FRAME.pushPromise, 0, 1, word(2))], REASON.protocolError],
    ["a short ping", [begun, head(FRAME.ping, 0, 0, word(1))], REASON.frameSizeError],
    ["a window that grows by nothing", [begun, head(FRAME.windowUpdate, 0, 0, word(0))], REASON.protocolError],
    ["a window's change cut off", [begun, head(FRAME.windowUpdate, 0, 0, Buffer.alloc(3))], REASON.frameSizeError],
    ["a window beyond the limit", [begun, head(FRAME.windowUpdate, 0, 0, word(0x7fffffff))], REASON.flowControlError],
  ])("ends the connection on %s, and serves the next", async (_name, sent, reason) => {
    const got = await converse(
      Buffer.concat(["PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", ...[sent].flat()].map((each) => Buffer.from(each))),
    );
    expect(reasonIn(got)).toBe(reason);
    expect((await call(await open(), echo.path, framed(Buffer.of(5)))).status).toBe("0");
  });

  test("ends the connection of a client that does not speak HTTP/2", async () => {
    expect(reasonIn(await converse(Buffer.from("GET / HTTP/1.1\r\nhost: localhost\r\n\r\n")))).toBe(REASON.protocolError);
  });

  test("understands a client that sends byte by byte", async () => {
    const request = Buffer.concat([
      Buffer.from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
      settings,
      head(FRAME.priority, 0, 1, Buffer.alloc(5)),
      head(99, 0, 0, Buffer.from("an unknown frame")),
      head(FRAME.headers, FLAG.endHeaders | FLAG.endStream, 1, headers),
    ]);
    expect((await converse(request, 1)).includes("grpc-status")).toBe(true);
  });

  /** What the server says until it ends the connection, or has answered a call. */
  function converse(sent: Buffer, step = sent.length): Promise<Buffer> {
    return new Promise((resolve) => {
      const socket = connectSocket(port, "127.0.0.1");
      const chunks: Buffer[] = [];
      socket.setNoDelay(true);
      socket.on("data", (chunk) => {
        chunks.push(chunk);
        if (chunk.includes("grpc-status")) socket.end();
      });
      socket.on("error", () => undefined);
      socket.on("close", () => {
        resolve(Buffer.concat(chunks));
      });
      for (let at = 0; at < sent.length; at += step) socket.write(sent.subarray(at, at + step));
    });
  }

  /** The reason of the farewell, which is the last frame. */
  function reasonIn(got: Buffer): number {
    const last = got.subarray(-17);
    expect(last[3]).toBe(FRAME.goAway);
    return last.readUInt32BE(13);
  }
});

/** The examples of RFC 7541, appendix C. */
describe("HPACK", () => {
  const read = (decoder: HeaderDecoder, hex: string) =>
    decoder.decode(Buffer.from(hex.replaceAll(" ", ""), "hex")).map(({ name, value }) => `${name}: ${value}`);

  test.each([
    [
      "plain",
      "8286 8441 0f77 7777 2e65 7861 6d70 6c65 2e63 6f6d",
      "8286 84be 5808 6e6f 2d63 6163 6865",
      "8287 85bf 400a 6375 7374 6f6d 2d6b 6579 0c63 7573 746f 6d2d 7661 6c75 65",
    ],
    [
      "Huffman",
      "8286 8441 8cf1 e3c2 e5f2 3a6b a0ab 90f4 ff",
      "8286 84be 5886 a8eb 1064 9cbf",
      "8287 85bf 4088 25a8 49e9 5ba9 7d7f 8925 a849 e95b b8e8 b4bf",
    ],
  ])("reads requests in %s text", (_name, first, second, third) => {
    const decoder = new HeaderDecoder();
    const common = [":method: GET", ":scheme: http", ":path: /", ":authority: www.example.com"];
    expect(read(decoder, first)).toEqual(common);
    expect(read(decoder, second)).toEqual([...common, "cache-control: no-cache"]);
    const others = [":method: GET", ":scheme: https", ":path: /index.html", ":authority: www.example.com"];
    expect(read(decoder, third)).toEqual([...others, "custom-key: custom-value"]);
  });

  test("forgets the oldest entries of a small table", () => {
    const decoder = new HeaderDecoder();
    const date = "date: Mon, 21 Oct 2013 20:13:21 GMT";
    const rest = ["cache-control: private", date, "location: https://www.example.com"];
    const first =
      "3fe101 4803 3330 3258 0770 7269 7661 7465 611d 4d6f 6e2c 2032 3120 4f63 7420 3230 3133 2032 303a 3133 3a32 3120 474d 546e " +
      "1768 7474 7073 3a2f 2f77 7777 2e65 7861 6d70 6c65 2e63 6f6d";
    expect(read(decoder, first)).toEqual([":status: 302", ...rest]);
    expect(read(decoder, "4803 3330 37c1 c0bf")).toEqual([":status: 307", ...rest]);
    expect(() => read(decoder, "c2")).toThrow("HPACK");
  });

  test.each([
    ["an index of nothing", "80"],
    ["a text that ends early", "0003 61"],
    ["a number that ends early", "ff"],
    ["a number without end", "ffff ffff ffff ffff"],
    ["a table that is too large", "3fe1 7f"],
    ["Huffman's end of string", "0084 ffff ffff 00"],
    ["Huffman padding of a whole byte", "0082 1fff 00"],
    ["Huffman padding of zeros", "0081 18 00"],
  ])("refuses %s", (_name, hex) => {
    expect(() => read(new HeaderDecoder(), hex)).toThrow(/HPACK/);
  });
});
