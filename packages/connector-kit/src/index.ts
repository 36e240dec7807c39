export * from './capability.ts';
export * from './config.ts';
export { ConformanceError } from './conformance/judge.ts';
export * from './conformance/scenario.ts';
export * from './conformance/suite.ts';
export * from './connector.ts';
export * from './guarded-http.ts';
export * from './mask.ts';
