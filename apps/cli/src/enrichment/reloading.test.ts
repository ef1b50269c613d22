import { rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { folderOf } from '../testing/program.ts';
import { startReloading } from './reloading.ts';
import { readOptionText } from './read-option-file.ts';

it('reads a file again when it is written, replaced, removed or put back, and keeps what was good', async () => {
  const folder = await folderOf({ list: 'one' });
  const file = path.join(folder, 'list');
  const reported: string[] = [];
  const read = async () => {
    const text = await readOptionText(file, 'list');
    if (text === 'bad') throw new Error('bad');
    return text;
  };
  const onReload = (text: string) => void reported.push(text);
  const onFailure = (message: string) => void reported.push(message.split('\n')[0]!);
  const reloading = await startReloading({ files: [file], read, onReload, onFailure }, 5);
  onTestFinished(() => reloading.stop());
  const isReported = (count: number) =>
    vi.waitFor(() => expect(reported).toHaveLength(count), 60_000);

  await writeFile(file, 'three');
  await vi.waitFor(() => expect(reloading.current).toBe('three'), 60_000);
  await writeFile(`${file}.new`, 'four');
  await rename(`${file}.new`, file);
  await vi.waitFor(() => expect(reported.at(-1)).toBe('four'), 60_000);
  // What was written in place was seen in one step or in two.
  reported.splice(0, reported.length, 'four');
  await rm(file);
  await isReported(2);
  expect(reloading.current).toBe('four');
  await writeFile(`${file}.new`, 'bad');
  await rename(`${file}.new`, file);
  await isReported(3);
  expect(reloading.current).toBe('four');
  await writeFile(`${file}.new`, 'five');
  await rename(`${file}.new`, file);
  await isReported(4);
  expect([reported[0], reported[3], reloading.current]).toEqual(['four', 'five', 'five']);
  expect(reported[1]).toBe(`There is no list ${file}. Check the path.`);

  await reloading.stop();
  await writeFile(file, 'six');
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(reloading.current).toBe('five');
});
