export * from './app.ts';
export { openApiDocument } from './document/openapi.ts';
export * from './document/page.ts';
export * from './ports.ts';
export { digestOfToken, tokenText } from './route/caller.ts';
