import { describe, expect, it } from 'vitest';
import { kindOfUnknown } from './file-kind.ts';

const kindOf = (bytes: Buffer) => kindOfUnknown(bytes)?.is;
const text = Buffer.from('{"src_ip":"10.0.0.1"}\n'.repeat(50));

describe('a file', () => {
  it('of another kind is told by its first bytes, wherever they are', () => {
    const tar = Buffer.alloc(600);
    tar.write('a.log');
    tar.write('ustar', 257);
    expect(kindOf(tar)).toBe('a tar archive');
    expect(kindOf(Buffer.from('PAR1\u0015\u0004'))).toBe('a Parquet file');
    expect(kindOf(Buffer.from([0xd4, 0xc3, 0xb2, 0xa1, 2, 0]))).toBe('a packet capture');
  });

  it('of no known kind is binary when it is no text', () => {
    const bytes = Buffer.from(Array.from({ length: 4096 }, (_, at) => (at * 37) % 256));
    expect(kindOf(bytes)).toBe('binary data');
  });

  it('of text is none, whatever language it is in and whatever zeros are in it', () => {
    const zeros = Buffer.alloc(3000);
    for (const bytes of [
      text,
      Buffer.concat([zeros, text]),
      Buffer.concat([text.subarray(0, 22), zeros, text]),
      Buffer.from('日志 журнал\u001b[1m\n'.repeat(20)),
      Buffer.from('\uFEFF{}\n', 'utf16le'),
      Buffer.alloc(0),
    ]) {
      expect(kindOfUnknown(bytes)).toBeUndefined();
    }
  });
});
