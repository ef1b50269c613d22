import { inspect } from 'node:util';
import { expect, it } from 'vitest';
import { redacted } from './redacted.ts';

const credentials = { accessKey: 'AK', secretKey: 'hidden-1', securityToken: 'hidden-2' };

it('shows no secret to logs and JSON, and gives all of them to who asks', () => {
  const shared = redacted(credentials);
  for (const shown of [
    inspect(shared, { depth: 9, showHidden: true }),
    inspect({ options: { credentials: shared } }),
    JSON.stringify({ credentials: shared }),
  ]) {
    expect(shown).toContain('AK');
    expect(shown).not.toContain('hidden');
  }
  expect({ ...shared }).toEqual(credentials);
  expect(shared.secretKey).toBe('hidden-1');
  expect(inspect(redacted({ token: 'hidden' }))).not.toContain('hidden');
});

it('can not be changed', () => {
  const shared: { token: string } = redacted({ token: 'a' });
  expect(() => {
    shared.token = 'b';
  }).toThrow(TypeError);
});
