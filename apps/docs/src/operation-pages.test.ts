import { describe, expect, test } from 'vitest';
import { readContract } from './contract.ts';
import { operationPages } from './operation-pages.ts';

const pages = operationPages();
const operations = Object.entries(readContract().paths).map(([path, { get }]) => ({ path, get }));

test('The list of operations leads to a page for each.', () => {
  const [list, ...rest] = pages;
  expect(rest.map(({ title }) => title)).toEqual(operations.map(({ get }) => get.summary));
  for (const { route } of rest) expect(list?.body).toContain(`(/${route}/)`);
});

describe.each(operations)('the page of $get.operationId', ({ path, get }) => {
  const body = pages.find(({ title }) => title === get.summary)?.body ?? '';

  test('shows the request, and how it is made by each kind of caller.', () => {
    expect(body).toContain(`GET ${path}`);
    for (const { label, source } of get['x-codeSamples']) {
      expect(body).toContain(`**${label}**`);
      expect(body).toContain(source);
    }
  });

  test('has a heading for every parameter and every error.', () => {
    expect(body).toContain('### fw_instance_id\n\nstring, required\n');
    expect(body).toMatch(/### (item|ip)\n/);
    const errors = Object.keys(get.responses).filter((status) => status !== '200');
    for (const status of errors) expect(body).toContain(`### ${status}\n`);
    expect(body).toContain('`CFW.00200007`: Incorrect time range.');
  });

  test('can be tried with every parameter.', () => {
    expect(body).toContain(`data-path="${path}"`);
    expect(body).toContain('<input name="start_time" value=""');
    expect(body).toContain('<option value="2" selected>2: last seven days</option>');
    expect(body).toContain('<option value="internet" selected>internet</option>');
  });
});

test('The page of a ranking says of every field what it holds, and which come always.', () => {
  const { body = '' } = pages.find(({ route }) => route === 'operations/flow-statistic') ?? {};
  expect(body).toContain('| `total` | integer from 0 | always |');
  expect(body).toContain('| `apps` | list of [ItemVO](#itemvo) | if any |');
  expect(body).toContain('integer from 0 to 1000, optional, 5 when left out');
});
