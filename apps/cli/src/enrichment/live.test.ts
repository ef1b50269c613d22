import { rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { folderOf } from '../testing/program.ts';
import { openKnowledge } from './knowledge.ts';
import { keepReading } from './live.ts';
import { readText } from './read-text.ts';

it('reads a file again when it is written, replaced, removed or put back, and keeps what was good', async () => {
  const folder = await folderOf({ list: 'one' });
  const file = path.join(folder, 'list');
  const told: string[] = [];
  const read = async () => {
    const text = await readText(file, 'list');
    if (text === 'bad') throw new Error('bad');
    return text;
  };
  const onReload = (text: string) => void told.push(text);
  const onFailure = (message: string) => void told.push(message.split('\n')[0]!);
  const live = await keepReading({ files: [file], read, onReload, onFailure }, 5);
  onTestFinished(() => live.stop());
  const comes = (count: number) => vi.waitFor(() => expect(told).toHaveLength(count), 5000);

  await writeFile(file, 'three');
  await vi.waitFor(() => expect(live.current).toBe('three'), 5000);
  told.length = 0;
  await writeFile(`${file}.new`, 'four');
  await rename(`${file}.new`, file);
  await comes(1);
  await rm(file);
  await comes(2);
  expect(live.current).toBe('four');
  await writeFile(`${file}.new`, 'bad');
  await rename(`${file}.new`, file);
  await comes(3);
  expect(live.current).toBe('four');
  await writeFile(`${file}.new`, 'five');
  await rename(`${file}.new`, file);
  await comes(4);
  expect([told[0], told[3], live.current]).toEqual(['four', 'five', 'five']);
  expect(told[1]).toBe(`There is no list ${file}. Check the path.`);

  await live.stop();
  await writeFile(file, 'six');
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(live.current).toBe('five');
});

it('flags and names by lists and assets that change, and by the ones before when a new one is bad', async () => {
  const folder = await folderOf({
    'drop.txt': '192.0.2.0/24\n',
    'assets.csv': 'address,tags\n10.0.0.5,a',
  });
  const [threats, assets] = [path.join(folder, 'drop.txt'), path.join(folder, 'assets.csv')];
  const written: string[] = [];
  const spy = vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    written.push(String(text));
    return true;
  });
  onTestFinished(() => spy.mockRestore());
  const knowledge = await openKnowledge(
    { threats: [threats], assets, geoip: 'off', regionLanguage: 'en' },
    undefined,
    5,
  );
  onTestFinished(() => knowledge.stop());
  const before = knowledge.enrichment();
  expect(before.risk('192.0.2.9')).toBe('drop');
  expect(knowledge.asset('10.0.0.5')).toEqual({ tags: 'a' });

  await writeFile(threats, '198.51.100.0/24\nbad.example\n');
  await writeFile(assets, '[{"address": "10.0.0.5", "tags": "b"}]');
  await vi.waitFor(() => {
    expect(knowledge.enrichment().risk('192.0.2.9')).toBeUndefined();
    expect(knowledge.enrichment().riskHost('www.bad.example')).toBe('drop');
    expect(knowledge.asset('10.0.0.5')).toEqual({ tags: 'b' });
  }, 5000);
  // What is under way goes on with what it began with.
  expect(before.risk('192.0.2.9')).toBe('drop');

  await writeFile(threats, '');
  await writeFile(assets, 'no,columns\n1,2');
  await vi.waitFor(() => {
    expect(written.join('')).toContain(`The threat list ${threats} is empty.`);
    expect(written.join('')).toContain(`${assets} is no asset file`);
    expect(written.join('')).toContain('changed, but stay as they were read before.');
  }, 5000);
  expect(knowledge.enrichment().risk('198.51.100.1')).toBe('drop');
  expect(knowledge.asset('10.0.0.5')).toEqual({ tags: 'b' });
});
