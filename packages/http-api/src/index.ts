export * from './app.ts';
export * from './ports.ts';
export { digestOfToken, tokenText } from './route/caller.ts';
