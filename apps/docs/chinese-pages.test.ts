import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { absolute, chinesePages } from './src/site-map.ts';

const guides = chinesePages.map((route) => route.replace('zh-cn', '').slice(1) || 'index');

function read(path: string): string {
  return readFileSync(absolute(`apps/docs/guides/${path}.md`), 'utf8');
}

/** The blocks of code, without comments, which are in the language of the page. */
function codeOf(markdown: string): string[] {
  const blocks = markdown.match(/^```[^]*?^```/gm) ?? [];
  return blocks.map((block) => block.replaceAll(/ \/\/ .*/g, ''));
}

/** What kind of block a page has, one after the other: paragraphs, headings, rows of a table … */
function outlineOf(markdown: string): string[] {
  const text = markdown.replaceAll(/^```[^]*?^```/gm, '```');
  return text.split('\n').flatMap((line) => /^(#+|\||- |```|<\/?div)|^./.exec(line)?.[1] ?? []);
}

test.each(guides)('%s has the same commands and code in Chinese as in English.', (name) => {
  expect(codeOf(read(`zh-cn/${name}`))).toEqual(codeOf(read(name)));
});

test.each(guides)('%s has the same parts in Chinese as in English.', (name) => {
  expect(outlineOf(read(`zh-cn/${name}`))).toEqual(outlineOf(read(name)));
});

test.each(guides)('%s leads to the page in the other language.', (name) => {
  expect(read(name)).toContain(`[中文](zh-cn/${name}.md)`);
  expect(read(`zh-cn/${name}`)).toContain(`[English](../${name}.md)`);
});
