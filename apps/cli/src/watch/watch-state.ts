import { FlowItem, Order } from '@cfw-flow/types';
import { readTimeLength } from '../time-length.ts';

/** What a person looks at. */
export interface WatchState {
  item: FlowItem;
  order: Order;
  /** Length of the window back from now, such as `1h`. */
  length: string;
  /** Nothing is asked meanwhile. */
  isPaused: boolean;
}

/** A key as Node names it. */
export interface Key {
  name?: string | undefined;
  /** The character that it writes. */
  sequence?: string | undefined;
  ctrl?: boolean | undefined;
}

/** In the order in which the arrow keys go through them. */
export const watchedItems: readonly FlowItem[] = Object.values(FlowItem);

/** Lengths of the window that keys go through, the shortest first. */
const lengths = ['1m', '5m', '15m', '1h', '6h', '1d', '7d'];

/** What a key makes of what is looked at; undefined when it ends the program. */
export function afterKey(state: WatchState, { name, sequence, ctrl }: Key): WatchState | undefined {
  if (name === 'q' || (ctrl && name === 'c')) return undefined;
  switch (name) {
    case 's':
      return { ...state, order: Order.RECORD };
    case 'b':
      return { ...state, order: Order.BYTE };
    case 'p':
    case 'space':
      return { ...state, isPaused: !state.isPaused };
    case 'right':
    case 'tab':
      return { ...state, item: beside(watchedItems, state.item, 1) };
    case 'left':
      return { ...state, item: beside(watchedItems, state.item, -1) };
  }
  if (sequence === '+' || sequence === '=') return withLength(state, 1);
  if (sequence === '-') return withLength(state, -1);
  const numbered = watchedItems[Number(sequence) - 1];
  return numbered === undefined ? state : { ...state, item: numbered };
}

/** The next one, or the one before; behind the last one comes the first. */
function beside<Value>(values: readonly Value[], value: Value, step: 1 | -1): Value {
  return values.at((values.indexOf(value) + step) % values.length)!;
}

/** The next longer or shorter window; a length that isn't among them lies between two of them. */
function withLength(state: WatchState, step: 1 | -1): WatchState {
  const all = lengths.map((length) => ({ length, size: readTimeLength(length)! }));
  const size = readTimeLength(state.length)!;
  const next =
    step === 1 ? all.find((one) => one.size > size) : all.findLast((one) => one.size < size);
  return next === undefined ? state : { ...state, length: next.length };
}
