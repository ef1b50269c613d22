import { Item } from '@cfw-flow/fetch-client';
import type { FirewallSummary } from '@cfw-flow/types/console';
import { busiestFirst } from '../api/context.ts';
import type { SavedView } from '../saved-views/saved-views.ts';
import { firewallDetail, firewallName } from '../text/firewall-name.ts';
import { chooseLanguage, currentLanguage, languages, t } from '../text/i18n.ts';
import { itemsLabel } from '../text/labels.ts';
import { chooseTheme, currentTheme, themes } from '../theme/theme.ts';
import { lastWindows, writeDuration } from '../time/duration.ts';
import { neighbour } from '../time/span.ts';
import { browserZone } from '../time/zone.ts';
import type { ViewState } from '../view/use-view.ts';

/** Dialogs that open over any page. */
export type DialogName =
  | 'palette'
  | 'firewalls'
  | 'keys'
  | 'views'
  | 'share'
  | 'window'
  | 'compare';

/** Kinds of commands, in the order of the palette. */
export const commandGroups = [
  'actions',
  'pages',
  'windows',
  'firewalls',
  'views',
  'preferences',
] as const;

/** Something to do from anywhere: in the palette, and by a key where it has one. */
export interface Command {
  group: (typeof commandGroups)[number];
  label: string;
  /** What else names it, shown beside it. */
  detail?: string;
  /** Key that does it, as `KeyboardEvent.key` says it. */
  key?: string;
  /** Whether it is what the page shows already. */
  isCurrent?: boolean;
  run: () => void;
}

/** What commands work on. */
export interface CommandContext {
  state: ViewState;
  firewalls: readonly FirewallSummary[];
  /** What the page calls now, milliseconds since 1970 UTC. */
  now: number;
  views: readonly SavedView[];
  refresh: () => void;
  open: (dialog: DialogName) => void;
  goTo: (search: string) => void;
}

/** All that can be done from where the page is. */
export function commandsOf(context: CommandContext): Command[] {
  return [
    ...actions(context),
    ...pageCommands(context),
    ...windowCommands(context),
    ...firewallCommands(context),
    ...viewCommands(context),
    ...preferenceCommands(context),
  ];
}

function actions({ state: { view, change }, refresh, open }: CommandContext): Command[] {
  const all: Omit<Command, 'group'>[] = [
    { label: t('time.refresh'), key: 'r', run: refresh },
    { label: t('command.share'), key: 'e', run: () => open('share') },
    { label: t('command.views'), key: 's', run: () => open('views') },
    { label: t('command.keys'), key: '?', run: () => open('keys') },
    { label: t('command.print'), run: () => window.print() },
  ];
  if ('last' in view.time) {
    all.splice(1, 0, {
      label: t(view.live ? 'command.still' : 'command.live'),
      key: 'l',
      run: () => change({ live: !view.live }),
    });
  }
  return all.map((command) => ({ group: 'actions', ...command }));
}

/** Digits lead to the first items. */
const digits = '1234567890';

function pageCommands({ state: { view, change } }: CommandContext): Command[] {
  const items = Object.values(Item).map((item, index): Command => {
    const key = digits[index];
    return {
      group: 'pages',
      label: itemsLabel(item),
      detail: item,
      ...(key !== undefined && { key }),
      isCurrent: view.page === 'item' && view.item === item,
      run: () => change({ page: 'item', item }),
    };
  });
  const overview: Command = {
    group: 'pages',
    label: t('nav.overview'),
    key: 'o',
    isCurrent: view.page === 'overview',
    run: () => change({ page: 'overview' }),
  };
  const map: Command = {
    group: 'pages',
    label: t('nav.map'),
    key: 'm',
    isCurrent: view.page === 'map',
    run: () => change({ page: 'map' }),
  };
  return [overview, map, ...items];
}

function windowCommands(context: CommandContext): Command[] {
  const { now, open, state } = context;
  const { view, span, change } = state;
  const steps: Command[] = [
    {
      group: 'windows',
      label: t('time.back'),
      key: ',',
      run: () => change({ time: neighbour(span, -1) }),
    },
  ];
  if (span.end < now) {
    steps.push({
      group: 'windows',
      label: t('time.forward'),
      key: '.',
      run: () => change({ time: neighbour(span, 1) }),
    });
  }
  const windows = lastWindows.map((last): Command => ({
    group: 'windows',
    label: t('time.last', { duration: writeDuration(last) }),
    isCurrent: 'last' in view.time && view.time.last === last,
    run: () => change({ time: { last } }),
  }));
  const others: Command[] = [
    { group: 'windows', label: t('time.other'), key: 'w', run: () => open('window') },
    { group: 'windows', label: t('compare.other'), key: 'c', run: () => open('compare') },
  ];
  return [...steps, ...windows, ...others];
}

function firewallCommands({ state: { view, change }, firewalls }: CommandContext): Command[] {
  if (firewalls.length === 1) return [];
  return busiestFirst(firewalls).map((firewall) => ({
    group: 'firewalls',
    label: firewallName(firewall),
    detail: firewallDetail(firewall),
    isCurrent: firewall.fw_instance_id === view.fw_instance_id,
    run: () => change({ fw_instance_id: firewall.fw_instance_id }),
  }));
}

function viewCommands({ views, goTo }: CommandContext): Command[] {
  return views.map(({ name, search }) => ({
    group: 'views',
    label: name,
    run: () => goTo(search),
  }));
}

function preferenceCommands({ state: { view, change } }: CommandContext): Command[] {
  const zones = [...new Set([browserZone(), 'UTC'])];
  return [
    ...themes.map((theme): Command => ({
      group: 'preferences',
      label: `${t('theme.label')}: ${t(`theme.${theme}`)}`,
      isCurrent: currentTheme() === theme,
      run: () => chooseTheme(theme),
    })),
    ...languages.map((language): Command => ({
      group: 'preferences',
      label: `${t('language.label')}: ${t(`language.${language}`)}`,
      isCurrent: currentLanguage() === language,
      run: () => void chooseLanguage(language),
    })),
    ...zones.map((zone): Command => ({
      group: 'preferences',
      label: `${t('time.zone')}: ${zone}`,
      isCurrent: view.zone === zone,
      run: () => change({ zone }),
    })),
  ];
}
