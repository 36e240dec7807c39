export { type OrderBankConfig, orderBankConfigSchema } from './config.ts';
export { orderBankConnector } from './connector.ts';
