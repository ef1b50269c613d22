import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../testing/program.ts';
import { writeGroups } from './write-groups.ts';

describe('a file of groups', () => {
  it.each(['csv', 'parquet'] as const)(
    'is not there when it was interrupted while %s was written',
    async (format) => {
      const folder = await temporaryFolder();
      const interrupted = new AbortController();
      const writing = writeGroups([], format, path.join(folder, 'a'), interrupted.signal);
      interrupted.abort();
      await expect(writing).rejects.toBe(interrupted.signal.reason);
      expect(await readdir(folder)).toEqual([]);
    },
  );
});
