import { useQueryClient } from '@tanstack/react-query';
import type { FirewallSummary, ServiceStatus } from '@cfw-flow/types/console';
import { type ComponentType, useMemo, useState, useSyncExternalStore } from 'react';
import type { Lag } from '../api/lag.ts';
import { apiOf } from '../api/requests.ts';
import { commandsOf, type DialogName } from '../commands/commands.ts';
import { useKeys } from '../commands/use-keys.ts';
import { Detail } from '../detail/detail.tsx';
import { MapPage } from '../map/map-page.tsx';
import { Overview } from '../overview/overview.tsx';
import { onSavedViewsChange, savedViews } from '../saved-views/saved-views.ts';
import { t } from '../text/i18n.ts';
import { spanBefore, spanOf } from '../time/span.ts';
import { minuteIn, zoneLabel } from '../time/zone.ts';
import { onDemand } from '../ui/on-demand.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { useNow } from '../view/use-now.ts';
import { goTo, useSearch } from '../view/use-search.ts';
import { ViewContext, type ViewState } from '../view/use-view.ts';
import {
  changed,
  type PageName,
  readView,
  selectionOf,
  type View,
  writeView,
} from '../view/view.ts';
import { ClockNotice } from './clock-notice.tsx';
import { Dialogs } from './dialogs.tsx';
import { IgnoredNotice } from './ignored-notice.tsx';
import { LagNote } from './lag-note.tsx';
import { Nav } from './nav.tsx';
import { Preferences } from './preferences.tsx';
import { ServiceNote } from './service-note.tsx';
import { Toolbar } from './toolbar.tsx';
import { TopBar } from './top-bar.tsx';
import { ZoneField } from './zone-field.tsx';

interface PageProps {
  projectId: string;
  firewalls: [FirewallSummary, ...FirewallSummary[]];
  lag: Lag | undefined;
  /** Another service that answers, where the server of this page does not itself. */
  service: ServiceStatus | undefined;
  /** How far the clock of the server is ahead of that of the browser, in milliseconds. */
  clockOffset: number;
}

/** Its table is large. */
const ItemPage = onDemand(
  async () => (await import('../item/item-page.tsx')).ItemPage,
  <Skeleton rows={10} />,
);

const contents: Record<PageName, ComponentType> = {
  overview: Overview,
  map: MapPage,
  item: ItemPage,
  detail: Detail,
};

/** Choices around, and what they ask for in the middle. The URL holds the choices. */
export function Page({ projectId, firewalls, lag, service, clockOffset }: PageProps) {
  const { view, firewall, ignored } = readView(useSearch(), firewalls);
  const [now, renew] = useNow(view.live, clockOffset);
  const api = useMemo(() => apiOf(projectId), [projectId]);

  // What the server holds may have changed along with the answer: everything is asked again.
  const queries = useQueryClient();
  const refresh = () => {
    renew();
    void queries.invalidateQueries();
  };

  const href = (changes: Partial<View>) => writeView(changed(view, changes));
  const span = spanOf(view.time, now);
  const state: ViewState = {
    view,
    selection: selectionOf(view),
    firewall,
    api,
    span,
    before: beforeOf(view, span, now),
    change: (changes, step) => goTo(href(changes), step),
    href,
  };
  const [dialog, open] = useState<DialogName>();
  const views = useSyncExternalStore(onSavedViewsChange, savedViews);
  const commands = commandsOf({ state, firewalls, now, views, refresh, open, goTo });
  useKeys(commands, () => open('palette'));

  const Content = contents[view.page];
  return (
    <ViewContext value={state}>
      <a className="skip" href="#content">
        {t('nav.skip')}
      </a>
      <TopBar
        firewalls={firewalls}
        now={now}
        clockOffset={clockOffset}
        onRefresh={refresh}
        onOpen={open}
      />
      <div className="page">
        <Nav />
        <main id="content" tabIndex={-1}>
          <ClockNotice offset={clockOffset} />
          <p className="on-paper">
            {minuteIn(view.zone, span.start)} – {minuteIn(view.zone, span.end)},{' '}
            {zoneLabel(view.zone, span.end)}
          </p>
          <IgnoredNotice ignored={ignored} onOpen={firewalls.length > 1 ? open : undefined} />
          <Toolbar now={now} onOpen={open} />
          <Content />
          <LagNote lag={lag} />
          <ServiceNote service={service} zone={view.zone} />
        </main>
        <footer>
          <Preferences>
            <ZoneField zone={view.zone} now={now} onChange={(zone) => state.change({ zone })} />
          </Preferences>
        </footer>
      </div>
      <Dialogs open={dialog} commands={commands} onClose={() => open(undefined)} />
    </ViewContext>
  );
}

function beforeOf({ compare }: View, span: ViewState['span'], now: number): ViewState['span'] {
  if (compare === 'previous') return spanBefore(span);
  return 'last' in compare ? spanBefore(span, compare.last) : spanOf(compare, now);
}
