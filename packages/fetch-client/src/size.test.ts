import { resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build, type Rollup } from 'vite';
import { expect, test } from 'vitest';

const entry = resolve(import.meta.dirname, 'size-test-entry.ts');

/** The smallest program that signs a call. */
const program = `
import { createClient } from ${JSON.stringify(resolve(import.meta.dirname, 'index.ts'))};
const client = createClient({
  region: 'cn-north-4',
  projectId: 'a16df7cf1d094befa6bbc72cbf51e93a',
  credentials: { accessKey: 'AK', secretKey: 'SK' },
});
export const statistic = await client.listFlowStatistic({
  fw_instance_id: 'c598d612-8112-465c-bffd-863d4ce85a50',
  log_type: 'internet',
  item: 'dst_host',
});
`;

test('one signed operation takes at most 6000 bytes of a bundle, minified and compressed', async () => {
  const { output } = (await build({
    configFile: false,
    logLevel: 'error',
    plugins: [
      {
        name: 'program',
        resolveId: (id) => (id === entry ? entry : undefined),
        load: (id) => (id === entry ? program : undefined),
      },
    ],
    build: {
      write: false,
      minify: 'oxc',
      target: 'es2022',
      modulePreload: false,
      rolldownOptions: { input: entry, preserveEntrySignatures: 'strict' },
    },
  })) as Rollup.RollupOutput;
  const chunks = output.filter((file) => file.type === 'chunk');
  expect(chunks).toHaveLength(1);
  expect(gzipSync(chunks[0]?.code ?? '').length).toBeLessThanOrEqual(6000);
});
