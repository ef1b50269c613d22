import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { brokenLinks } from './check-links.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'site-'));
  write('index.html', '<a href="/docs/">home</a> <img src="/docs/logo.svg">');
  write('guide/index.html', '<h2 class="x" id="first-step">First</h2>');
  write('logo.svg', '');
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function write(path: string, text: string): void {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

test('A site whose links all lead somewhere has no broken ones.', () => {
  write(
    'a/index.html',
    '<a href="../guide/#first-step">x</a><a href="https://elsewhere.example/">y</a>',
  );
  expect(brokenLinks(folder, '/docs/')).toEqual([]);
});

test.each([
  ['a page that is not there', '/docs/guides/'],
  ['a place outside of the site', '/guide/'],
  ['a heading that its page lacks', '/docs/guide/#second-step'],
  ['a heading that this page lacks', '#first-step'],
  ['a page without the slash at its end', '/docs/guide'],
])('A link to %s is broken.', (_, link) => {
  write('a/index.html', `<nav><a class="logo"\n href="${link}">x</a></nav>`);
  expect(brokenLinks(folder, '/docs/')).toEqual([`a/index.html: ${link}`]);
});
