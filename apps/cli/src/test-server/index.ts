/**
 * For your own tests, in Node: the server of `cfw-flow serve`, in the process of the test, over flows
 * that the test gives.
 *
 * @module testing
 */
export { serverFixture, type ServerFixture } from './fixture.ts';
export { startServer, type TestServer } from './start-server.ts';
export type { TestFlow } from './test-flow.ts';
export type { TestServerOptions } from './test-server-options.ts';
