import { appendFile, lstat, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderOf, shell } from '../testing/program.ts';
import { checkPlace, writeAtomically } from './write-atomically.ts';

describe('a file that is written atomically', () => {
  it('takes the place of what was there when all of it is written', async () => {
    const folder = await folderOf({ 'a.csv': 'before' });
    const file = path.join(folder, 'a.csv');
    await writeAtomically(file, async (place) => {
      await writeFile(place, 'all ');
      expect(await readFile(file, 'utf8')).toBe('before');
      await appendFile(place, 'of it');
    });
    expect(await readFile(file, 'utf8')).toBe('all of it');
    expect(await readdir(folder)).toEqual(['a.csv']);
  });

  it('leaves what was there when writing fails', async () => {
    const folder = await folderOf({ 'a.csv': 'before' });
    const file = path.join(folder, 'a.csv');
    const failure = new Error('on purpose');
    const writing = writeAtomically(file, async (place) => {
      await writeFile(place, 'half');
      throw failure;
    });
    await expect(writing).rejects.toBe(failure);
    expect(await readFile(file, 'utf8')).toBe('before');
    expect(await readdir(folder)).toEqual(['a.csv']);
  });

  it.skipIf(process.platform === 'win32')(
    'replaces the file of a link, and keeps the link',
    async () => {
      const folder = await folderOf({ 'a.csv': 'before' });
      const link = path.join(folder, 'link.csv');
      await symlink('a.csv', link);
      await writeAtomically(link, (place) => writeFile(place, 'after'));
      expect((await lstat(link)).isSymbolicLink()).toBe(true);
      expect(await readFile(path.join(folder, 'a.csv'), 'utf8')).toBe('after');
    },
  );

  it.skipIf(process.platform === 'win32')('goes through a pipe that is there', async () => {
    const folder = await folderOf({});
    const pipe = path.join(folder, 'pipe');
    await shell('mkfifo pipe', folder);
    const [text] = await Promise.all([
      readFile(pipe, 'utf8'),
      writeAtomically(pipe, (place) => writeFile(place, 'all')),
    ]);
    expect(text).toBe('all');
    expect((await lstat(pipe)).isFIFO()).toBe(true);
    const closed = Object.assign(new Error('on purpose'), { code: 'EPIPE' });
    await expect(writeAtomically(pipe, () => Promise.reject(closed))).rejects.toThrow(
      /pipe can't be written: its reader has closed it\./,
    );
  });

  it.each([
    [
      'when it is written',
      (file: string) => writeAtomically(file, (place) => writeFile(place, '')),
    ],
    ['before', checkPlace],
  ])('is refused where it can not be, in words, %s', async (_when, attempt) => {
    const folder = await folderOf({ file: '', 'folder/x': '' });
    const write = (name: string) => attempt(path.join(folder, name));
    await expect(write('missing/a')).rejects.toThrow(
      /missing\/a can't be written: its folder is not there\./,
    );
    await expect(write('file/a')).rejects.toThrow(/its folder is a file\. Choose another place\.$/);
    await expect(write('folder')).rejects.toThrow(/it is a folder/);
  });
});
