import type { AssetType, Direction, Item, LogType } from '@cfw-flow/fetch-client';
import { currentLanguage, t } from './i18n.ts';
import { count, type Whole } from './quantity.ts';

/*
 * What people read in place of a value of the wire. A value that the contract gains shows up by
 * itself, under its wire name, until it gets a text.
 */

/** The name of an item, such as `Source address`. */
export const itemLabel = (item: Item): string => t(`items.${item}.one`, { defaultValue: item });
/** Several of an item, such as `Source addresses`. */
export const itemsLabel = (item: Item): string => t(`items.${item}.many`, { defaultValue: item });
export const logTypeLabel = (logType: LogType): string =>
  t(`logType.${logType}`, { defaultValue: logType });
export const directionLabel = (direction: Direction | undefined): string =>
  t(`direction.${direction ?? 'both'}`, { defaultValue: direction ?? '' });
export const assetTypeLabel = (assetType: AssetType | undefined): string =>
  t(`assets.${assetType ?? 'all'}`, { defaultValue: assetType ?? '' });

/** So many sessions, such as `1 session`. */
export const sessionCount = (sessions: Whole): string =>
  t('detail.sessionCount', { count: Number(sessions), number: count(sessions) });

/** A label as it stands within a sentence. */
export function inSentence(label: string): string {
  return currentLanguage() === 'en' ? label.charAt(0).toLowerCase() + label.slice(1) : label;
}
