export * from './capability.ts';
export * from './connector.ts';
