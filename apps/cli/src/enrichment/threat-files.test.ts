import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { folderOf } from '../testing/program.ts';
import { readThreats } from './threat-files.ts';

/** Writes a file of a list. */
async function fileOf(name: string, content: string | Buffer): Promise<string> {
  const file = path.join(await folderOf({}), name);
  await writeFile(file, content);
  return file;
}

describe('a file of a threat list', () => {
  it('is called as the file, and says what of it counts and what does not', async () => {
    const file = await fileOf(
      'mixed.csv',
      'type,value\nip,192.0.2.1\ndomain,BAD.example.\nmd5,x\nmd5,y\nip,300.1.1.1\n',
    );
    const { threats, counts, notes } = await readThreats([file]);
    expect([threats.risk('192.0.2.1'), threats.riskHost('www.Bad.Example.')]).toEqual([
      'mixed',
      'mixed',
    ]);
    expect(counts).toEqual(['Threat list mixed: 1 address or network, 1 host.']);
    expect(notes).toEqual([
      `${file}: passed over, as no address or host to flag: 2 md5`,
      `${file}: 1 line ignored`,
      `  ${file}:6: "300.1.1.1" is neither an address, a network nor a host`,
    ]);
  });

  it('may be UTF-16 with a byte order mark, or compressed with gzip', async () => {
    const text = '192.0.2.1\r\nbücher.example\r\n';
    const little = Buffer.from(`\uFEFF${text}`, 'utf16le');
    const files = [
      await fileOf('little.txt', little),
      await fileOf('big.txt', Buffer.from(little).swap16()),
      await fileOf('packed.txt.gz', gzipSync(text)),
    ];
    const { threats } = await readThreats(files);
    expect(threats.risk('192.0.2.1')).toBe('little, big, packed');
    expect(threats.riskHost('xn--bcher-kva.example')).toBe('little, big, packed');
  });

  it.each([
    ['empty', '', /The threat list .*\/list is empty\. If that is meant/],
    [
      'a web page',
      '<!DOCTYPE html>\n',
      /list is no threat list: it is a web page \(HTML\), .*itself\.$/,
    ],
    [
      'without an entry',
      '?\n',
      /no line of it is an address.*\n.*list: 1 line ignored\n.*list:1: "\?"/,
    ],
    ['of hashes alone', 'ab'.repeat(16), /no line of it is an address.*\n.* 1 hash of a file$/],
    [
      'UTF-16 without a mark',
      Buffer.from('192.0.2.1', 'utf16le'),
      /is no text: .* save it as UTF-8/,
    ],
    ['a ZIP archive', 'PK\x03\x04…', /list is a ZIP archive\. Unpack it with unzip, and name/],
    [
      'a damaged gzip',
      gzipSync('192.0.2.1').subarray(0, 15),
      /list can't be unpacked: .* Fetch it/,
    ],
  ])('is refused when it is %s', async (_, content, why) => {
    await expect(readThreats([await fileOf('list', content)])).rejects.toThrow(why);
  });
});
