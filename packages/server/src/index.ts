/**
 * The operations over traffic logs, over any store of flows.
 *
 * @packageDocumentation
 */
export { GatewayRefusal, type GatewayStatus } from './gateway.ts';
export { addOperations, createGuardedServer, type GuardOptions } from './guarded-server.ts';
export { createServer, type ServerOptions } from './server.ts';
