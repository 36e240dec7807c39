export { type BerlinGroupConfig, berlinGroupConfigSchema } from './config.ts';
export { berlinGroupConnector } from './connector.ts';
