import { Order } from '@cfw-flow/types';
import type { Amount } from './amount.ts';
import { counted, formatBytes, formatCount } from './output/quantity.ts';

/** What of flows is counted: sessions, or bytes of requests and responses together. */
export type Measure = 'sessions' | 'bytes';

/** All measures. */
export const measures = ['sessions', 'bytes'] as const satisfies readonly Measure[];

/** The measure that an operation ranks by. */
export const measureOf = {
  [Order.RECORD]: 'sessions',
  [Order.BYTE]: 'bytes',
} as const satisfies Record<Order, Measure>;

/** An amount below the name of its measure, such as `7,550` or `1.4 MB`. */
export function formatAmount(measure: Measure, amount: Amount): string {
  return measure === 'bytes' ? formatBytes(amount) : formatCount(amount);
}

/** An amount by itself, such as `7,550 sessions` or `1.4 MB`. */
export function amountWithUnit(measure: Measure, amount: Amount): string {
  return measure === 'bytes' ? formatBytes(amount) : counted(amount, 'session');
}
