import type { World } from './environment.ts';
import type { KwCall } from './rpc.ts';
import type { Row, Wire } from './values.ts';

/** What a protocol needs to know of the server to say who calls. */
export interface Gate {
  readonly world: World;
  readonly database: string;
  /** API key by login. */
  readonly keys: ReadonlyMap<string, string>;
}

/** A call of a method as one of the protocols brought it. */
export interface Incoming {
  readonly model: string;
  readonly method: string;
  /** Who calls what; throws `OdooError` when the caller is not let in. */
  readonly open: () => { readonly user: Row; readonly call: KwCall };
  /** Runs the work and writes its result, or its error, as the protocol has it. */
  readonly answer: (work: () => Wire | undefined) => Answer;
}

/** What a request says, as far as anybody here asks; a `Request` whose body was read says it. */
export interface Question {
  readonly url: string;
  readonly method: string;
  readonly headers: { readonly get: (name: string) => string | null };
  readonly text: string;
  /** Absent: the caller never hangs up. */
  readonly signal?: AbortSignal;
}

/** What is answered. A `Response` is made of it only for those who want one: it costs streams. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

export const page = (status: number, text: string, type = 'text/html; charset=utf-8'): Answer => ({
  status,
  headers: { 'content-type': type },
  text,
});

export const jsonType = 'application/json; charset=utf-8';
