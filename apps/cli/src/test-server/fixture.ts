import { startServer, type TestServer } from './start-server.ts';
import type { TestServerOptions } from './test-server-options.ts';

/**
 * A fixture for `test.extend` of Vitest and of Playwright.
 *
 * @param fixtures - other fixtures of the test, of which it needs none
 * @param runTest - runs the test with the server
 */
export type ServerFixture = (
  fixtures: {},
  runTest: (server: TestServer) => Promise<void>,
) => Promise<void>;

/**
 * A fixture that starts a server for each test that names it, and ends it with the test. For one
 * server for all tests of a file, use `[serverFixture(…), { scope: 'file' }]`.
 *
 * @param options - as those of {@link startServer}
 */
export function serverFixture(options: TestServerOptions = {}): ServerFixture {
  // Test runners read from the pattern which fixtures it needs.
  // oxlint-disable-next-line no-empty-pattern
  return async ({}, runTest) => {
    const server = await startServer(options);
    try {
      await runTest(server);
    } finally {
      await server.close();
    }
  };
}
