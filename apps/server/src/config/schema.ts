import { currencies, isCurrency } from '@quittance/domain';
import { z } from 'zod';

/** Connectors that may play the part of a bank. */
export const bankConnectors = ['file-bank', 'berlin-group', 'order-bank'] as const;

/** Whether a connection of this connector leads to a bank. */
export const leadsToBank = (connector: string | undefined): boolean =>
  bankConnectors.some((name) => name === connector);

const name = z.string().trim().min(1).max(120);
const key = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'lower-case letters, digits and hyphens');
const currency = z
  .string()
  .refine(isCurrency, { error: `one of ${currencies().slice(0, 5).join(', ')} …` });
const amount = z.string().regex(/^\d{1,15}(\.\d{1,3})?$/, 'a decimal such as 10000.00');
const role = z.enum(['preparer', 'approver', 'releaser', 'reconciler', 'controller', 'auditor']);

const mail = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('folder'), path: name, from: z.email() }),
  z.strictObject({
    kind: z.literal('smtp'),
    host: name,
    port: z.number().int().min(1).max(65_535),
    username: name.optional(),
    passwordSecret: name.optional(),
    from: z.email(),
  }),
]);

export type MailConfig = z.infer<typeof mail>;

/** The HTTP API; without this section it is not served. */
const apiSection = z
  .strictObject({
    host: name.default('127.0.0.1'),
    port: z.number().int().min(0).max(65_535).default(7_788),
    /** Certificate chain and key in PEM files; required to be heard beyond this machine. */
    tls: z.strictObject({ certificateFile: name, keyFile: name }).optional(),
    requestsPerMinute: z.number().int().min(1).max(100_000).default(600),
    addressRequestsPerMinute: z.number().int().min(1).max(1_000_000).default(6_000),
    streamsMax: z.number().int().min(1).max(1_000).default(100),
    answerHours: z.number().int().min(1).max(720).default(48),
  })
  .refine(
    ({ host, tls }) => tls !== undefined || ['127.0.0.1', '::1', 'localhost'].includes(host),
    {
      path: ['tls'],
      error: 'a host other than this machine needs a certificate, since tokens travel to it',
    },
  );

export type ApiConfig = z.infer<typeof apiSection>;

/** The one declarative file of an installation. Secrets are named in it, never written. */
export const configSchema = z.strictObject({
  kind: z.enum(['sandbox', 'production']),
  /** Where the hub keeps what is not in the database: evidence, anchors, keys, embedded server. */
  dataDirectory: name.default('.quittance'),
  database: z
    .string()
    .regex(/^[a-z_][a-z0-9_]{0,59}$/)
    .default('quittance'),
  /** File with secrets by name; the environment variable QUITTANCE_SECRET_NAME goes before it. */
  secretsFile: name.optional(),
  connections: z
    .array(
      z.strictObject({
        name: key,
        connector: z.enum(['odoo', ...bankConnectors]),
        config: z.record(z.string(), z.unknown()),
      }),
    )
    .min(1)
    .max(100),
  entities: z
    .array(
      z.strictObject({
        code: z.string().regex(/^[A-Z0-9]{2,8}$/, 'two to eight capital letters or digits'),
        name,
        country: z.string().regex(/^[A-Z]{2}$/, 'an ISO 3166 code such as DE'),
        currency,
        timeZone: name,
        /** Name of the connection in which the entity keeps its books. */
        accounts: key,
      }),
    )
    .min(1)
    .max(500),
  accounts: z
    .array(
      z.strictObject({
        entity: name,
        name,
        accountNumber: z.string().min(4).max(34),
        bic: z.string().nullable().default(null),
        currency,
        bankProfile: key,
        bank: key,
        /** Which account pays where several could and nothing else decides: the lowest. */
        routingRank: z.number().int().min(1).max(9_999).nullable().default(null),
      }),
    )
    .max(5_000),
  persons: z.array(
    z.strictObject({
      name,
      email: z.email(),
      machine: z.boolean().default(false),
      grants: z
        .array(
          z.strictObject({
            entity: name,
            roles: z.array(role).min(1),
            limit: amount.nullable().default(null),
          }),
        )
        .default([]),
    }),
  ),
  policies: z.array(
    z.strictObject({
      entity: name,
      currency,
      from: amount,
      approversRequired: z.number().int().min(1).max(10),
      paymentMax: amount,
    }),
  ),
  mail,
  api: apiSection.optional(),
  approvalHours: z.number().int().min(1).max(720).default(72),
  rereadSecondsMax: z.number().int().min(1).max(60).default(60),
  schedules: z
    .strictObject({
      bankFetch: z.string().default('* * * * *'),
      accountsSync: z.string().default('*/5 * * * *'),
      deadlineSweep: z.string().default('*/10 * * * *'),
    })
    .prefault({}),
});

export type Config = z.infer<typeof configSchema>;
