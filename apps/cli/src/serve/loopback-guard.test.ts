import { expect, it } from 'vitest';
import { namesLoopback } from './loopback-guard.ts';

it.each([
  '127.0.0.1:8239',
  '127.0.0.1',
  'localhost:8239',
  'LOCALHOST',
  '[::1]:8239',
  'app.localhost',
])('%s is this machine', (host) => {
  expect(namesLoopback(host)).toBe(true);
});

it.each([
  'evil.example',
  '127.0.0.1.evil.example',
  'localhost.evil.example',
  '127.0.0.1/evil.example',
  'evil.example/.localhost',
  'evil.example:80/.localhost',
  'evil.example#.localhost',
  'evil.example@127.0.0.1',
  '10.0.0.1:8239',
  '',
  '@',
])('%j is not', (host) => {
  expect(namesLoopback(host)).toBe(false);
});
