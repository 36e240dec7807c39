/** Settings of one connection of each connector, with whatever opens an optional capability. */
export const settings: Readonly<Record<string, unknown>> = {
  'berlin-group': { url: 'https://bank.example', clientId: 'hub', clientSecret: 'client' },
  'file-bank': { location: { kind: 'folder', path: 'bank' } },
  odoo: { url: 'https://odoo.example', database: 'books', login: 'svc', apiKeySecret: 'svc' },
  'order-bank': {
    url: 'https://bank.example',
    clientId: 'hub',
    clientSecret: 'client',
    eventSecret: 'event',
  },
};
