import { expect, it } from 'vitest';
import { isHeld } from './window-before.ts';

const before = { start: 1000, end: 2000 };
const firewall = { fw_instance_id: 'c598d612-8112-465c-bffd-863d4ce85a50', traffic: [] };

it('a window is compared with when logs begin before it, or hardly later', () => {
  expect(isHeld(before, { ...firewall, first_time: 500 })).toBe(true);
  expect(isHeld(before, { ...firewall, first_time: 1015 })).toBe(true);
  expect(isHeld(before, { ...firewall, first_time: 1100 })).toBe(false);
});

it('a window is compared with when nobody knows where the logs begin', () => {
  expect(isHeld(before, firewall)).toBe(true);
});
