/** The door of the server: its command line, for programs that start it in their own process. */
export { createProgram } from './cli/program.ts';
