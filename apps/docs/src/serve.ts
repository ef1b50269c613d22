import { join } from 'node:path';
import { preview } from 'astro';

process.env['ASTRO_TELEMETRY_DISABLED'] = '1';

const server = await preview({ root: join(import.meta.dirname, '..') });
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void server.stop());
