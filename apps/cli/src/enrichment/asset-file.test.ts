import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderOf } from '../testing/program.ts';
import { readAssetFile } from './asset-file.ts';

async function fileOf(content: string | Uint8Array): Promise<string> {
  return path.join(await folderOf({ 'assets.csv': content }), 'assets.csv');
}

describe('an asset file', () => {
  it('has addresses and networks, and says what of it is passed over', async () => {
    const file = await fileOf(
      'device_name;address;owner\nweb-1;10.0.0.5;me\nbüro;10.0.0.0/24;me\nx;10.0.0.256;me\n',
    );
    const { of, counts, notes } = await readAssetFile(file);
    expect(['10.0.0.5', '10.0.0.6', '10.0.1.1'].map(of)).toEqual([
      { device_name: 'web-1' },
      { device_name: 'büro' },
      undefined,
    ]);
    expect(counts).toEqual([`Asset file ${file}: 1 address, 1 network.`]);
    expect(notes).toEqual([
      `${file}: columns passed over: owner`,
      `${file}: 1 line ignored`,
      `  ${file}:4: "10.0.0.256" is not an IPv4 or IPv6 address`,
    ]);
  });

  it('may be UTF-16 with a byte order mark, and is told when it is neither that nor UTF-8', async () => {
    const text = 'address,device_name\r\n10.0.0.5,büro\r\n';
    const { of } = await readAssetFile(await fileOf(Buffer.from(`\uFEFF${text}`, 'utf16le')));
    expect(of('10.0.0.5')).toEqual({ device_name: 'büro' });
    const file = await fileOf(Buffer.from(text, 'latin1'));
    const { counts, notes } = await readAssetFile(file);
    expect(counts).toEqual([`Asset file ${file}: 1 address.`]);
    expect(notes).toEqual([
      `${file} is not UTF-8, so that some names are wrong: save it as UTF-8.`,
    ]);
  });

  it('is refused without an address column, with what its first line is', async () => {
    await expect(readAssetFile(await fileOf('ip,name\n10.0.0.5,a\n'))).rejects.toThrow(
      /is no asset file: its first line has no column "address", .*; it is "ip,name"\.\nIt takes CSV/,
    );
  });
});
