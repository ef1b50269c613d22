import { StoreError, type StoreErrorDetails, logFormats } from '@cfw-flow/store';
import { describe, expect, it } from 'vitest';
import { asFailure } from './failure.ts';

describe('a failure', () => {
  it('of a store is told in its own words', () => {
    const message = 'There is no room left in the data directory .cfw-flow. Make room.';
    expect(asFailure(new StoreError('DATA_FULL', message)).message).toBe(message);
  });

  it('of a store comes with the command that helps', () => {
    const told = (details: StoreErrorDetails) =>
      asFailure(new StoreError('DATA_DAMAGED', 'It is damaged.', { details })).message;
    expect(told({ directory: 'my data', repairable: true })).toBe(
      "It is damaged.\nThis does so:\n  cfw-flow repair --data 'my data'",
    );
    expect(told({ directory: '/var/lib/cfw', repairable: false })).toBe(
      'It is damaged.\nWith a backup, or with the logs:\n' +
        '  cfw-flow restore BACKUP --data /var/lib/new-cfw\n' +
        '  cfw-flow ingest PATH --data /var/lib/new-cfw',
    );
  });

  it('of an unknown format names the option that tells it', () => {
    const formats = [
      { name: 'lts', title: 'LTS', mark: 'JSON' },
      { name: 'eve', title: 'EVE', mark: 'JSON' },
    ];
    const told = (details: StoreErrorDetails) =>
      asFailure(new StoreError('SOURCE_FORMAT', 'It is none.', { details })).message;
    expect(told({ formats })).toBe(
      `It is none.\nOn the command line: --format ${logFormats.map(({ name }) => name).join('|')}\n` +
        'For a format of your own: --format-file FILE',
    );
    expect(told({})).toBe('It is none.');
  });

  it.each(['ENOSPC', 'EDQUOT'])('of a disk without room (%s) says what to do', (code) => {
    const error = Object.assign(new Error(`${code}: write`), { code, path: 'data/chunk' });
    expect(asFailure(error).message).toBe(
      'No space is left at data/chunk. Make room and run the same command again: ' +
        'what was ingested whole is kept.',
    );
  });

  it('that nobody expected keeps its trace', () => {
    expect(asFailure(new TypeError('x')).message).toMatch(
      /^This should not have happened[^]*TypeError: x\n +at /,
    );
  });
});
