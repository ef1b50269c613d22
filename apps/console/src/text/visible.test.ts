import { expect, it } from 'vitest';
import { visible } from './visible.ts';

it.each([
  ['\u202Egnirts.example', String.raw`\u202egnirts.example`],
  ['\u200B', String.raw`\u200b`],
  ['a\u0007b\nc', String.raw`a\u0007b\u000ac`],
  ['שלום 企业微信 é <b>', 'שלום 企业微信 é <b>'],
])('what nobody would see of %j is shown by its number', (text, shown) => {
  expect(visible(text)).toBe(shown);
});
