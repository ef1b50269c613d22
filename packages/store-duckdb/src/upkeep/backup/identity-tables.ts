import type { Column } from './flow-columns.ts';
import type { identityFiles } from './manifest.ts';

/** A table with what logs or batches are known by, and what has to hold in a backup of it. */
export interface IdentityTable {
  readonly table: string;
  readonly columns: readonly Column[];
  /** What a row has to fulfil, in SQL. */
  readonly sound: string;
  /** Columns of which no two rows have the same values. */
  readonly unique: readonly string[];
}

const counts = (...names: readonly string[]) => names.map((name) => `${name} >= 0`).join(' AND ');
const text = (name: string): Column => ({ name, type: 'VARCHAR' });
const number = (name: string): Column => ({ name, type: 'BIGINT' });
const time = (name: string): Column => ({ name, type: 'TIMESTAMP WITH TIME ZONE' });

/** The tables by their files. */
export const identityTables: Readonly<Record<(typeof identityFiles)[number], IdentityTable>> = {
  'sources.parquet': {
    table: 'sources',
    columns: [
      text('identity'),
      text('name'),
      number('flows'),
      number('rejected'),
      time('ingested'),
    ],
    sound: counts('flows', 'rejected'),
    unique: ['identity'],
  },
  'logs.parquet': {
    table: 'logs',
    columns: [
      { name: 'log', type: 'INTEGER' },
      text('name'),
      number('bytes'),
      number('lines'),
      text('digest'),
      number('base_bytes'),
      text('base_digest'),
      { name: 'hash', type: 'UBIGINT' },
      number('flows'),
      number('rejected'),
      time('ingested'),
    ],
    sound: `log > 0 AND ${counts('bytes', 'lines', 'flows', 'rejected')}
      AND regexp_full_match(digest, '[0-9a-f]{64}')
      AND base_bytes BETWEEN 0 AND bytes AND regexp_full_match(base_digest, '([0-9a-f]{64})?')
      AND hash = TRY_CAST('0x' || left(digest, 16) AS UBIGINT)`,
    unique: ['log'],
  },
  'log_hashes.parquet': {
    table: 'log_hashes',
    columns: [
      { name: 'log', type: 'INTEGER' },
      number('bytes'),
      { name: 'digest', type: 'UBIGINT' },
    ],
    sound: 'bytes > 0 AND log IN (SELECT log FROM logs)',
    unique: ['log', 'bytes'],
  },
};
