import { describe, expect, test } from 'vitest';
import { readPage, replaceLinks } from './markdown-page.ts';

describe('a page', () => {
  test('has the first heading for its title, which is not in its body again.', () => {
    const { title, body } = readPage('# The `top` of *all*\n\nText.\n\n## Part\n');
    expect(title).toBe('The top of all');
    expect(body).toBe('Text.\n\n## Part');
  });

  test('is described by its first paragraph, in plain text.', () => {
    const markdown =
      '# T\n\n```ts\ncode;\n```\n\nAsks [the _server_](s.md) for `a_b`,\nonce.\n\nMore.';
    expect(readPage(markdown).description).toBe('Asks the server for a_b, once.');
  });

  test('is described without the link to its other language.', () => {
    expect(readPage('# T\n\nAbout it. [中文](zh-cn/t.md)\n').description).toBe('About it.');
  });

  test('is described in 200 characters and whole words.', () => {
    const { description } = readPage(`# T\n\n${'word '.repeat(100)}\n`);
    expect(description).toMatch(/^(word ){40}…$/);
  });

  test('has to have a title.', () => {
    expect(() => readPage('Text.')).toThrow('There is no title');
  });
});

test('Links are replaced, and code that looks like one is kept.', () => {
  const markdown = [
    'See [`a`](a.md) and ![b](b.png), not `[c](c.md)`.',
    '```md\n[d](d.md)\n```',
    '  ````\n  ```\n  [e](e.md)\n  ````',
    '[f](f.md#g)',
  ].join('\n');
  expect(replaceLinks(markdown, (target) => `/${target}/`)).toBe(
    markdown
      .replace('(a.md)', '(/a.md/)')
      .replace('(b.png)', '(/b.png/)')
      .replace('(f.md#g)', '(/f.md#g/)'),
  );
});
