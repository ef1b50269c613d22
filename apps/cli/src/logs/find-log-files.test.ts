import files, { symlink } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import path from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { folderOf } from '../testing/program.ts';
import { findLogFiles } from './find-log-files.ts';

/** Has folders list their entries the other way round, as another file system may. */
function listInReverse(): void {
  const { readdir } = files;
  const reversed = async (...args: Parameters<typeof readdir>) =>
    (await readdir(...args)).toReversed();
  const spy = vi.spyOn(files, 'readdir').mockImplementation(reversed as never);
  syncBuiltinESMExports();
  onTestFinished(() => {
    spy.mockRestore();
    syncBuiltinESMExports();
  });
}

it('what is found in a folder does not depend on the order in which a file system lists it', async () => {
  const folder = await folderOf({
    'logs/a.log': '',
    'logs/b.txt': '',
    'logs/c.pcap': '',
    'logs/d/e.txt': '',
    'elsewhere/f.log': '',
  });
  for (const name of ['x', 'y']) {
    await symlink('../elsewhere', path.join(folder, 'logs', name), 'junction');
  }
  const found = await findLogFiles([path.join(folder, 'logs')]);
  expect(found.unnamed.map((name) => path.basename(name))).toEqual(['b.txt', 'c.pcap', 'e.txt']);
  expect(found.files.map(({ path: name }) => path.relative(folder, name))).toEqual([
    path.join('logs', 'a.log'),
    path.join('logs', 'x', 'f.log'),
  ]);
  listInReverse();
  expect(await findLogFiles([path.join(folder, 'logs')])).toEqual(found);
});
