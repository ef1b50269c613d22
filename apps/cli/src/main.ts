#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { createServer } from '@cfw-flow/server';
import { fileSource } from '@cfw-flow/store';
import { openDuckdbStore } from '@cfw-flow/store-duckdb';
import { findConsole, serveConsole } from './console-site.ts';
import { FIREWALL, HOST, PORT, PROJECT } from './defaults.ts';

const { values } = parseArgs({
  allowPositionals: true,
  options: {
    logs: { type: 'string', multiple: true, default: [] },
    port: { type: 'string', default: String(PORT) },
    data: { type: 'string' },
  },
});
const store = await openDuckdbStore(values.data === undefined ? {} : { directory: values.data });
for (const path of values.logs) {
  await store.append(await fileSource(path), { fw_instance_id: FIREWALL });
}
const server = createServer({ store, projectId: PROJECT });
await serveConsole(server, { store, projectId: PROJECT, files: findConsole() });
console.log(`Console  ${await server.listen({ host: HOST, port: Number(values.port) })}/`);
