/**
 * The flow-statistic endpoint over any store of flows.
 *
 * @packageDocumentation
 */
export { createServer, type ServerOptions } from './server.ts';
