import type { Wire } from './values.ts';

/** Python class names as they stand in `error.data.name`. */
export type OdooErrorName =
  | 'odoo.exceptions.AccessDenied'
  | 'odoo.exceptions.AccessError'
  | 'odoo.exceptions.MissingError'
  | 'odoo.exceptions.UserError'
  | 'odoo.exceptions.ValidationError'
  | 'odoo.exceptions.RedirectWarning'
  | 'builtins.ValueError'
  | 'builtins.TypeError'
  | 'builtins.AttributeError'
  | 'builtins.KeyError'
  | 'psycopg2.OperationalError'
  | 'werkzeug.exceptions.BadRequest'
  | 'werkzeug.exceptions.NotFound'
  | 'werkzeug.exceptions.Unauthorized'
  | 'werkzeug.exceptions.UnprocessableEntity'
  | 'psycopg2.errors.SerializationFailure'
  | 'psycopg2.errors.NumericValueOutOfRange';

/** An exception of the simulated server; the call that raises it is rolled back as a whole. */
export class OdooError extends Error {
  readonly odooName: OdooErrorName;
  readonly args: readonly Wire[];
  constructor(name: OdooErrorName, message: string, args?: readonly Wire[]) {
    super(message);
    this.odooName = name;
    this.args = args ?? [message];
  }
}

export const accessDenied = (): OdooError =>
  new OdooError('odoo.exceptions.AccessDenied', 'Access Denied');
export const accessError = (message: string): OdooError =>
  new OdooError('odoo.exceptions.AccessError', message);
export const userError = (message: string): OdooError =>
  new OdooError('odoo.exceptions.UserError', message);
export const validationError = (message: string): OdooError =>
  new OdooError('odoo.exceptions.ValidationError', message);
export const valueError = (message: string): OdooError =>
  new OdooError('builtins.ValueError', message);
export const typeError = (message: string): OdooError =>
  new OdooError('builtins.TypeError', message);
export const attributeError = (message: string): OdooError =>
  new OdooError('builtins.AttributeError', message);
export const serializationFailure = (): OdooError =>
  new OdooError(
    'psycopg2.errors.SerializationFailure',
    'could not serialize access due to concurrent update\n',
  );

export const databaseLost = (): OdooError =>
  new OdooError(
    'psycopg2.OperationalError',
    'server closed the connection unexpectedly\n' +
      '\tThis probably means the server terminated abnormally\n' +
      '\tbefore or while processing the request.\n',
  );

export const missingError = (model: string, id: number, uid: number): OdooError =>
  new OdooError(
    'odoo.exceptions.MissingError',
    `Record does not exist or has been deleted.\n(Record: ${model}(${id},), User: ${uid})`,
  );

/** A row that a caller named does not exist; over RPC it is a MissingError. */
export class RowMissing extends Error {
  readonly model: string;
  readonly id: number;
  constructor(model: string, id: number) {
    super(`${model} ${id} does not exist`);
    this.model = model;
    this.id = id;
  }
}

export const invalidField = (field: string, model: string): OdooError =>
  valueError(`Invalid field '${field}' on model '${model}'`);

/** PostgreSQL's unique violation as Odoo's ORM reports it over RPC. */
export class UniqueViolation extends Error {
  readonly index: string;
  readonly detail: string;
  constructor(index: string, field: string, key: string) {
    super(`duplicate key value violates unique constraint "${index}"`);
    this.index = index;
    this.detail = `DETAIL:  Key (${field})=(${key}) already exists.\n`;
  }
}

/** Errors of the HTTP layer, which only JSON-2 shows. */
export const unauthorized = (): OdooError =>
  new OdooError('werkzeug.exceptions.Unauthorized', 'Invalid apikey', ['Invalid apikey', 401]);
export const modelNotFound = (model: string): OdooError =>
  notFound(`the model '${model}' does not exist`);
export const methodNotFound = (message: string): OdooError => notFound(message);
export const unprocessable = (message: string): OdooError =>
  new OdooError('werkzeug.exceptions.UnprocessableEntity', message, [message, 422]);

export const badRequest = (message: string): OdooError =>
  new OdooError('werkzeug.exceptions.BadRequest', message, [message, 400]);

const notFound = (message: string): OdooError =>
  new OdooError('werkzeug.exceptions.NotFound', message, [message, 404]);

/** What Odoo tells of an exception: `error.data` over JSON-RPC, the body over JSON-2. */
export const errorData = (error: OdooError): Wire => ({
  name: error.odooName,
  debug: `Traceback (most recent call last):\n${error.odooName}: ${error.message}\n`,
  message: error.message,
  arguments: error.args,
  context: {},
});
