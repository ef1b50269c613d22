import { describe, expect, it } from 'vitest';
import type { FlowGroup } from '@cfw-flow/fetch-client';
import { session } from '../../test/session.ts';
import { valueShares } from './value-shares.ts';

const sessions = [
  { src_ip: '192.0.2.1', dst_ip: '198.51.100.1', dst_port: '443', app: 'HTTPS', sessions: 4 },
  { src_ip: '192.0.2.2', dst_ip: '198.51.100.1', dst_port: '80', sessions: 6 },
  { src_ip: '192.0.2.1', dst_ip: '198.51.100.1', dst_port: '80', sessions: 5 },
].map(session);

const record: FlowGroup<'bigint'> = {
  item: '198.51.100.1',
  sessions: 90,
  request_byte: 0,
  response_byte: 0,
  last_time: 0,
  ports: [{ key: '80', value: 70 }],
};

describe('the values within a group', () => {
  it('are those of its top sessions where nothing else is known', () => {
    expect(valueShares('dst_ip', undefined, sessions)).toEqual([
      {
        item: 'src_ip',
        entries: [
          { key: '192.0.2.1', value: 9n },
          { key: '192.0.2.2', value: 6n },
        ],
        ofAll: false,
      },
      {
        item: 'dst_port',
        entries: [
          { key: '80', value: 11n },
          { key: '443', value: 4n },
        ],
        ofAll: false,
      },
      { item: 'protocol', entries: [{ key: 'TCP', value: 15n }], ofAll: false },
      { item: 'app', entries: [{ key: 'HTTPS', value: 4n }], ofAll: false },
    ]);
  });

  it('are those of all its sessions where its record has them', () => {
    const ports = valueShares('dst_ip', record, sessions).find(({ item }) => item === 'dst_port');
    expect(ports).toEqual({ item: 'dst_port', entries: [{ key: '80', value: 70n }], ofAll: true });
  });
});
