import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { folderOf } from '../testing/program.ts';
import { openEnrichmentSources } from './enrichment-sources.ts';

it('uses threat lists and assets that change, and the ones before when a new one is bad', async () => {
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
  const sources = await openEnrichmentSources(
    { threats: [threats], assets, geoip: 'off', regionLanguage: 'en' },
    undefined,
    5,
  );
  onTestFinished(() => sources.stop());
  const before = sources.enrichment();
  expect(before.risk('192.0.2.9')).toBe('drop');
  expect(sources.asset('10.0.0.5')).toEqual({ tags: 'a' });

  await writeFile(threats, '198.51.100.0/24\nbad.example\n');
  await writeFile(assets, '[{"address": "10.0.0.5", "tags": "b"}]');
  await vi.waitFor(() => {
    expect(sources.enrichment().risk('192.0.2.9')).toBeUndefined();
    expect(sources.enrichment().riskHost('www.bad.example')).toBe('drop');
    expect(sources.asset('10.0.0.5')).toEqual({ tags: 'b' });
  }, 60_000);
  // An ingest under way goes on with the lists that it began with.
  expect(before.risk('192.0.2.9')).toBe('drop');

  await writeFile(threats, '');
  await writeFile(assets, 'no,columns\n1,2');
  await vi.waitFor(() => {
    expect(written.join('')).toContain(`The threat list ${threats} is empty.`);
    expect(written.join('')).toContain(`${assets} is no asset file`);
    expect(written.join('')).toContain('changed, but stay as they were read before.');
  }, 60_000);
  expect(sources.enrichment().risk('198.51.100.1')).toBe('drop');
  expect(sources.asset('10.0.0.5')).toEqual({ tags: 'b' });
});
