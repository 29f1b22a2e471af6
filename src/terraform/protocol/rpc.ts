import type { Message } from "./protobuf";

/** One remote procedure, in the form that grpc-js uses too (`makeGenericClientConstructor`). */
interface Rpc<RequestIn, RequestOut, ResponseIn, ResponseOut> {
  readonly path: string;
  readonly requestStream: boolean;
  readonly responseStream: boolean;
  readonly requestSerialize: (value: RequestIn) => Buffer;
  readonly requestDeserialize: (bytes: Buffer) => RequestOut;
  readonly responseSerialize: (value: ResponseIn) => Buffer;
  readonly responseDeserialize: (bytes: Buffer) => ResponseOut;
}

/** Any procedure of the tables, whatever its messages. */
export type AnyRpc = Rpc<never, unknown, never, unknown>;

/** The types that a client sends, the server receives, the server answers and the client receives. */
export type RequestInput<R> = R extends Rpc<infer T, unknown, never, unknown> ? T : never;
export type RequestOf<R> = R extends Rpc<never, infer T, never, unknown> ? T : never;
export type ResponseInput<R> = R extends Rpc<never, unknown, infer T, unknown> ? T : never;
export type ResponseOf<R> = R extends Rpc<never, unknown, never, infer T> ? T : never;

/** The description of a procedure apart from its messages. */
interface Streams {
  readonly request?: boolean;
  readonly response?: boolean;
}

export function rpc<RequestIn, RequestOut, ResponseIn, ResponseOut>(
  path: string,
  request: Message<RequestIn, RequestOut>,
  response: Message<ResponseIn, ResponseOut>,
  streams: Streams = {},
): Rpc<RequestIn, RequestOut, ResponseIn, ResponseOut> {
  return {
    path,
    requestStream: streams.request ?? false,
    responseStream: streams.response ?? false,
    requestSerialize: (value) => request.encode(value),
    requestDeserialize: (bytes) => request.decode(bytes),
    responseSerialize: (value) => response.encode(value),
    responseDeserialize: (bytes) => response.decode(bytes),
  };
}
