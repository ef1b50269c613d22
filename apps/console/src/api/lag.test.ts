import { expect, it } from 'vitest';
import { lagOf } from './lag.ts';

it('rollups that lag behind by less than anybody notices are not told', () => {
  expect(lagOf({ flows: 1_234_567, pending: 0 })).toBeUndefined();
  expect(lagOf({ flows: 1_234_567, pending: 999_999 })).toBeUndefined();
});

it('flows that wait in great number are told, and the failure with its reason', () => {
  const pending =
    '1,000,000 of 1,234,567 flows are not rolled up yet: answers about them take longer.';
  const failure = 'Rolling up failed, and is tried again when flows come in: no memory';
  const late = { flows: 1_234_567, pending: 1_000_000 };
  expect(lagOf(late)).toEqual({ pending });
  expect(lagOf({ ...late, failure: 'no memory' })).toEqual({ pending, failure });
  expect(lagOf({ ...late, pending: 5, failure: 'no memory' })).toEqual({ failure });
});
