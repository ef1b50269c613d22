import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  fieldRules,
  fieldSource,
  flowFields,
  logFormats,
  ltsTrafficLog,
  mappingOf,
  readFlow,
} from '@cfw-flow/store';
import { describe, expect, test } from 'vitest';

const firewall = 'c598d612-8112-465c-bffd-863d4ce85a50';
const guide = readFileSync(join(import.meta.dirname, 'guides/lts-traffic-log.md'), 'utf8');

/** The cells of the table below a heading, its title row left out. */
function tableBelow(heading: string): string[][] {
  return tableIn(guide, heading);
}

function tableIn(text: string, heading: string): string[][] {
  const [, section = ''] = text.split(`## ${heading}\n`);
  const rows = section.split('\n## ')[0]?.split('\n') ?? [];
  return rows
    .filter((row) => row.startsWith('|'))
    .slice(2)
    .map((row) => row.split(' | ').map((cell) => cell.replaceAll(/^\| | \|$|`/g, '').trim()));
}

describe('the guide to the LTS traffic log', () => {
  const [, example = ''] = /```json\n([^`]+)```/.exec(guide) ?? [];
  const row = JSON.parse(example) as Record<string, unknown>;

  test('lists every field, and which of them are needed.', () => {
    const listed = tableBelow('Fields').map(([field, needed]) => [field, needed === 'yes']);
    const rules = Object.entries(fieldRules).map(([field, { required }]) => [field, required]);
    expect(listed).toEqual(rules);
  });

  test('shows a row that is a flow.', () => {
    expect(readFlow(ltsTrafficLog, JSON.stringify(row), firewall)).toHaveProperty('flow');
  });

  const changes: Record<string, object> = {
    'lacks a needed field': { end_time: null },
    'has a port out of range': { dst_port: '70000' },
    'has no address': { src_ip: 'abc' },
    'has a negative counter': { to_s_bytes: -1 },
    'writes a time as a date': { end_time: '2024-04-29' },
    'writes it in seconds': { end_time: 1_714_420_737 },
    'has an unknown border': { log_type: 'lan' },
  };

  test.each(tableBelow('What is rejected, and why'))(
    'tells why a line is rejected that %s.',
    (line = '', reason) => {
      const change = changes[line];
      const text = change
        ? JSON.stringify({ ...row, ...change })
        : line.startsWith('is not')
          ? 'GET / HTTP/1.1'
          : '[]';
      const read = readFlow(ltsTrafficLog, text, firewall);
      const told = 'reason' in read ? read.reason : 'it is a flow';
      expect(told.replace(/^not JSON: .*/, 'not JSON: …')).toBe(reason);
    },
  );
});

describe('the guide to a format', () => {
  const usual = 'What each field becomes';
  const guides: Record<string, readonly [page: string, heading: string]> = {
    'cfw-rows': ['cfw-rows', usual],
    eve: ['suricata-eve', usual],
    'eve-netflow': ['suricata-eve', 'What each field of a netflow event becomes'],
    zeek: ['zeek-conn', usual],
    'zeek-json': ['zeek-conn', usual],
    vpc: ['vpc-flow-log', usual],
    'vpc-csv': ['vpc-flow-log', 'What each field becomes in CSV of Athena'],
  };

  test.each(logFormats.filter(({ name }) => name !== 'lts').map((format) => [format.name, format]))(
    'tells what each field of %s becomes.',
    (name, format) => {
      const [page, heading] = guides[name]!;
      const path = join(import.meta.dirname, `guides/${page}.md`);
      const text = readFileSync(path, 'utf8');
      expect(tableIn(text, heading)).toEqual(mappingOf(format));
    },
  );

  test('tells of LTS that every field has its own name.', () => {
    for (const field of flowFields) {
      expect(fieldSource(ltsTrafficLog, field)).toEqual({ key: field });
    }
  });
});
