/** The connection is cut instead of an answer; whether anything was done is not told. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

/** The first half of an answer is sent, then the connection is cut. */
export class CutAnswer extends Error {
  override readonly name = 'CutAnswer';
  readonly whole: Response;

  constructor(whole: Response) {
    super('the answer ends in the middle');
    this.whole = whole;
  }
}

/** A page for people where a program expects data; banks answer it with 200. */
export const maintenancePage = (): Response =>
  new Response('<!doctype html><title>Maintenance</title><p>We are back at 06:00.</p>', {
    status: 200,
    headers: { 'content-type': 'text/html; charset=utf-8' },
  });

export const jsonAnswer = (
  status: number,
  text: string,
  headers: Readonly<Record<string, string>> = {},
): Response =>
  new Response(text, { status, headers: { 'content-type': 'application/json', ...headers } });
