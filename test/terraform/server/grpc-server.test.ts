import { connect, constants } from "node:http2";
import { Client, credentials, status } from "@grpc/grpc-js";
import { bytes, int, message, string } from "../../../src/terraform/protocol/protobuf";
import { rpc } from "../../../src/terraform/protocol/rpc";
import { WireError } from "../../../src/terraform/protocol/wire";
import type { Endpoint } from "../../../src/terraform/server/transport/grpc-server";
import { GrpcServer } from "../../../src/terraform/server/transport/grpc-server";
import { STATUS, StatusError } from "../../../src/terraform/server/transport/grpc-stream";

const Ask = message({ text: string(1), data: bytes(2) });
const Answer = message({ length: int(1), text: string(2), data: bytes(3) });
const echo = rpc("/test.Echo/Echo", Ask, Answer);
const hang = rpc("/test.Echo/Hang", Ask, Answer);
const watch = rpc("/test.Echo/Watch", Ask, Answer, { response: true });
const chat = rpc("/test.Echo/Chat", Ask, Answer, { request: true, response: true });

/** Every test goes through another implementation of gRPC. */
describe("the gRPC server", () => {
  let server: GrpcServer;
  let client: Client;
  let port: number;
  const failures: Record<string, Error> = {
    wire: new WireError("bad bytes"),
    bug: new Error("a bug: 100 % — ünïcode\nand lines"),
    own: new StatusError(STATUS.notFound, "nothing here"),
    long: new Error("x".repeat(1_000_000)),
  };
  const endpoints: Endpoint[] = [
    {
      kind: "unary",
      rpc: echo,
      handler(request) {
        const { text, data } = request as { text: string; data: Buffer };
        const failure = failures[text];
        return failure ? Promise.reject(failure) : Promise.resolve({ length: data.length, text, data });
      },
    },
    { kind: "unary", rpc: hang, handler: () => new Promise(() => undefined) },
    { kind: "stream", rpc: watch, open: (request) => [{ text: (request as { text: string }).text }, { length: 2 }] },
    { kind: "silent", rpc: chat },
  ];

  beforeEach(async () => {
    server = new GrpcServer(endpoints);
    port = await server.listen(undefined);
    client = new Client(`127.0.0.1:${String(port)}`, credentials.createInsecure(), {
      "grpc.max_receive_message_length": -1,
    });
  });
  afterEach(() => {
    client.close();
    server.destroy();
  });

  const ask = (request: { text?: string; data?: Buffer }, path = echo.path) =>
    new Promise<{ code: number; details: string; answer: ReturnType<typeof echo.responseDeserialize> | undefined }>(
      (resolve) => {
        client.makeUnaryRequest(path, echo.requestSerialize, echo.responseDeserialize, request, (failure, answer) => {
          resolve({ code: failure?.code ?? 0, details: failure?.details ?? "", answer });
        });
      },
    );

  test("answers one message with one", async () => {
    expect((await ask({ text: "hello" })).answer).toMatchObject({ text: "hello", length: 0 });
    expect((await ask({})).answer).toMatchObject({ text: "" });
  });

  test("carries messages far beyond HTTP/2's windows, many at once", async () => {
    const data = Buffer.alloc(20_000_000, "abc");
    const answers = await Promise.all(Array.from({ length: 4 }, () => ask({ data })));
    for (const { answer } of answers) expect(answer?.data.equals(data)).toBe(true);
  });

  test("tells failures by their codes and words", async () => {
    expect(await ask({ text: "wire" })).toMatchObject({ code: status.INVALID_ARGUMENT, details: "bad bytes" });
    expect(await ask({ text: "bug" })).toMatchObject({
      code: status.INTERNAL,
      details: "a bug: 100 % — ünïcode\nand lines",
    });
    expect(await ask({ text: "own" })).toMatchObject({ code: status.NOT_FOUND, details: "nothing here" });
    expect((await ask({ text: "long" })).code).toBe(status.INTERNAL);
    expect(await ask({ text: "hello" }, "/test.Echo/Other")).toMatchObject({ code: status.UNIMPLEMENTED });
    expect((await ask({ text: "hello" })).code).toBe(0);
  });

  test("keeps its streams open until the other side, or the server, ends them", async () => {
    const same = (each: Buffer) => each;
    const watching = client.makeServerStreamRequest(watch.path, watch.requestSerialize, watch.responseDeserialize, {
      text: "now",
    });
    const seen: unknown[] = [];
    const two = new Promise<void>((resolve) => watching.on("data", (each) => seen.push(each) === 2 && resolve()));
    const ended = new Promise((resolve) => watching.on("end", resolve));
    const talking = client.makeBidiStreamRequest(chat.path, same, same);
    talking.write(Buffer.alloc(3));
    const done = new Promise((resolve) => talking.on("end", resolve).resume());
    await two;
    expect(seen).toMatchObject([{ text: "now" }, { length: 2 }]);
    talking.end();
    await done;
    const closed = server.close();
    await ended;
    client.close();
    await closed;
  });

  test("outlives calls that are cancelled", async () => {
    const call = client.makeUnaryRequest(hang.path, hang.requestSerialize, hang.responseDeserialize, {}, () => undefined);
    await ask({});
    call.cancel();
    expect((await ask({ text: "still here" })).answer).toMatchObject({ text: "still here" });
  });

  test.each([
    ["nothing", Buffer.alloc(0), STATUS.internal],
    ["half a head", Buffer.from([0, 0]), STATUS.internal],
    ["a length that is not so", Buffer.from([0, 0, 0, 0, 9, 1]), STATUS.internal],
    ["two messages", Buffer.alloc(10), STATUS.internal],
    ["compression", Buffer.from([1, 0, 0, 0, 0]), STATUS.unimplemented],
    ["noise", Buffer.from([0, 0, 0, 0, 2, 0xff, 0xff]), STATUS.invalidArgument],
  ])("refuses a body of %s", async (_name, body, code) => {
    const session = connect(`http://127.0.0.1:${String(port)}`);
    const stream = session.request({ [constants.HTTP2_HEADER_METHOD]: "POST", [constants.HTTP2_HEADER_PATH]: echo.path });
    const headers = new Promise<Record<string, unknown>>((resolve) => stream.on("response", resolve));
    stream.end(body);
    expect(Number((await headers)["grpc-status"])).toBe(code);
    session.destroy();
  });
});
