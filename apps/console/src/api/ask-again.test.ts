import { CfwConnectionError, CfwRateLimitError, CfwServerError } from '@cfw-flow/fetch-client';
import { expect, it, onTestFinished, vi } from 'vitest';
import { delayAfter } from './ask-again.ts';

const facts = (headers: HeadersInit = {}) => ({
  status: 429,
  code: 'APIGW.0308',
  detail: 'Throttled.',
  requestId: undefined,
  headers: new Headers(headers),
});
const limited = (headers?: HeadersInit) => new CfwRateLimitError('Throttled.', facts(headers));

it('waits as long as the service says', () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2026, 10, 30) });
  onTestFinished(() => void vi.useRealTimers());
  expect(delayAfter(limited({ 'Retry-After': '42' }))).toBe(42_000);
  const inAMinute = new Date(Date.now() + 60_000).toUTCString();
  expect(delayAfter(limited({ 'Retry-After': inAMinute }))).toBe(60_000);
});

it.each(['', '0', 'soon'])('never asks at once after a Retry-After of %j', (text) => {
  expect(delayAfter(limited({ 'Retry-After': text }))).toBeGreaterThanOrEqual(1000);
});

it('asks once a day of a service that wants no questions for longer', () => {
  expect(delayAfter(limited({ 'Retry-After': '9999999999' }))).toBe(86_400_000);
  const nextYear = new Date(Date.now() + 365 * 86_400_000).toUTCString();
  expect(delayAfter(limited({ 'Retry-After': nextYear }))).toBe(86_400_000);
});

it('looks every few seconds whether a server is back', () => {
  expect(delayAfter(new CfwConnectionError('http://127.0.0.1:8239', undefined))).toBe(5000);
});

it('leaves other failures to the reader', () => {
  expect(delayAfter(new CfwServerError('Failed.', facts()))).toBe(false);
  expect(delayAfter(undefined)).toBe(false);
});
