export { type FileBankConfig, fileBankConfigSchema } from './config.ts';
export { fileBankConnector } from './connector.ts';
export { kingswayProfile, nordhafenProfile } from './profiles.ts';
export { type BankFileKind, kindOfFile } from './translate.ts';
