import { beforeEach, expect, it, vi } from 'vitest';
import { removeView, savedViews, saveView } from './saved-views.ts';

beforeEach(() => {
  const stored = new Map<string, string>();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => stored.set(key, value),
  });
  vi.stubGlobal('window', new EventTarget());
});

it('views are listed by name, one for each', () => {
  saveView({ name: ' Night ', search: '?last=6h' });
  saveView({ name: 'Day', search: '?last=1d' });
  saveView({ name: 'Night', search: '?last=7d' });
  saveView({ name: '  ', search: '?last=1h' });
  expect(savedViews()).toEqual([
    { name: 'Day', search: '?last=1d' },
    { name: 'Night', search: '?last=7d' },
  ]);
  removeView('Day');
  expect(savedViews().map(({ name }) => name)).toEqual(['Night']);
});

it.each(['', '{', 'null', '{"name":"a"}', '[{"name":1}]'])('%j is no view', (stored) => {
  localStorage.setItem('cfw-flow.views', stored);
  expect(savedViews()).toEqual([]);
});
