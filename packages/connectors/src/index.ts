export * from './berlin-group/index.ts';
export * from './file-bank/index.ts';
export * from './odoo/index.ts';
export * from './order-bank/index.ts';
export { bankProfiles } from './profiles.ts';
export { shippedConnectors } from './shipped.ts';
