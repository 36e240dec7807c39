import type { Connector } from '@quittance/connector-kit';
import { berlinGroupConnector } from './berlin-group/connector.ts';
import { fileBankConnector } from './file-bank/connector.ts';
import { odooConnector } from './odoo/connector.ts';
import { orderBankConnector } from './order-bank/connector.ts';

/** Every connector that ships, by name. */
export const shippedConnectors: readonly Connector[] = [
  berlinGroupConnector,
  fileBankConnector,
  odooConnector,
  orderBankConnector,
];
