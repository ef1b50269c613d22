import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';

const built = new URL('../dist/', import.meta.url);

/** Bytes that a first load may take, compressed. */
const budget = 200_000;

it('the first load, charts of the overview included, is at most 200 kB', async () => {
  const page = await readFile(new URL('index.html', built), 'utf8');
  const files = [...page.matchAll(/(?:src|href)="\.\/([^"]+)"/g)].map(([, path]) => path!);
  expect(files.length).toBeGreaterThan(1);
  const sizes = await Promise.all(
    ['index.html', ...files].map(async (path) => {
      const bytes = await readFile(fileURLToPath(new URL(path, built)));
      return gzipSync(bytes).length;
    }),
  );
  expect(sizes.reduce((sum, size) => sum + size)).toBeLessThan(budget);
});
