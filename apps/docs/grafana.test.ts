// @module-tag slow
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Demo, startDemo } from './src/testing/demo.ts';

interface Query {
  url: string;
  url_options: { params: { key: string; value: string }[] };
  root_selector: string;
  columns: { selector: string; text: string; type: string }[];
}

interface Dashboard {
  templating: { list: { name: string; current: { value?: string } }[] };
  panels: Panel[];
}

interface Panel {
  title: string;
  targets: [Query];
  transformations?: { options: { indexByName: Record<string, number> } }[];
}

const path = join(import.meta.dirname, 'public/grafana-dashboard.json');
const { templating, panels } = JSON.parse(readFileSync(path, 'utf8')) as Dashboard;

let demo: Demo;

beforeAll(async () => {
  demo = await startDemo();
});

afterAll(() => {
  demo.stop();
});

/** A text with the variables of the dashboard, and the window that Grafana shows. */
function filled(text: string): string {
  const now = Date.now();
  const values = new Map([
    ['__from', String(now - 86_400_000)],
    ['__to', String(now)],
    ...templating.list.map(({ name, current }) => [name, current.value ?? ''] as const),
  ]);
  return text.replaceAll(/\$\{(\w+)\}/g, (_, name: string) => values.get(name) ?? '?');
}

async function rowsOf({ url, url_options, root_selector }: Query): Promise<object[]> {
  const parameters = url_options.params.map(({ key, value }) => [key, filled(value)]);
  const response = await fetch(`${demo.endpoint}${filled(url)}?${new URLSearchParams(parameters)}`);
  expect(response.status).toBe(200);
  let rows: unknown = await response.json();
  for (const key of root_selector.split('.')) rows = (rows as Record<string, unknown>)[key];
  return rows as object[];
}

describe('the dashboard for Grafana', () => {
  test.each(panels.map(({ title, targets: [query] }) => [title, query] as const))(
    'shows %s of the demo, with every column filled.',
    async (_, query) => {
      const rows = await rowsOf(query);
      expect(rows.length).toBeGreaterThan(2);
      for (const { selector, type } of query.columns) {
        const kind = type === 'string' ? 'string' : 'number';
        expect(typeof (rows[0] as Record<string, unknown>)[selector]).toBe(kind);
      }
    },
  );

  test.each(panels.filter(({ transformations }) => transformations !== undefined))(
    'shows the columns of $title in the order of the query: Infinity sorts them by name.',
    ({ targets: [query], transformations }) => {
      const order = transformations!.map(({ options }) => Object.entries(options.indexByName));
      expect(order).toEqual([query.columns.map(({ text }, index) => [text, index])]);
    },
  );
});
