import { expect, it } from 'vitest';
import { asCommands } from './as-command.ts';
import { asCurl } from './as-curl.ts';
import { asTypeScript } from './as-typescript.ts';
import type { Question } from './questions.ts';

const endpoint = 'http://127.0.0.1:8239/';
const projectId = 'a16df7cf1d094befa6bbc72cbf51e93a';
const shared = { fw_instance_id: 'c598d612-8112-465c-bffd-863d4ce85a50', log_type: 'internet' };
const window = { start_time: Date.UTC(2026, 10, 22), end_time: Date.UTC(2026, 10, 23) };
const query = { ...shared, ...window, item: 'dst_host', value: "--it's $(x)" };
const detail: Question = { operation: 'flow-detail', projectId, query };

it('a question is a command of cfw-flow, whatever its value begins with', () => {
  expect(asCommands([detail], endpoint)).toBe(
    'cfw-flow detail --firewall c598d612-8112-465c-bffd-863d4ce85a50 --log-type internet' +
      ' --from 2026-11-22T00:00:00.000Z --to 2026-11-23T00:00:00.000Z' +
      ` --endpoint ${endpoint} --project ${projectId}` +
      String.raw` -- dst_host '--it'\''s $(x)'`,
  );
});

it('a question is a command of curl, with what the URL would misread encoded', () => {
  expect(asCurl([detail], endpoint)).toBe(
    `curl -sS --fail-with-body 'http://127.0.0.1:8239/v1/${projectId}/cfw/logs/flow-detail` +
      '?fw_instance_id=c598d612-8112-465c-bffd-863d4ce85a50&log_type=internet' +
      `&start_time=1795305600000&end_time=1795392000000&item=dst_host&value=--it%27s+%24%28x%29'`,
  );
});

it('a question is a call in TypeScript', () => {
  expect(asTypeScript([detail], endpoint)).toContain(`  client.showFlowDetail({
    fw_instance_id: 'c598d612-8112-465c-bffd-863d4ce85a50',
    log_type: 'internet',
    start_time: 1795305600000,
    end_time: 1795392000000,
    item: 'dst_host',
    value: "--it's $(x)",
  }),`);
});
