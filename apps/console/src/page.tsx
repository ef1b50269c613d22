import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { appliedWindow } from './applied-window.ts';
import { Brand } from './components/brand.tsx';
import { EmptyState } from './components/empty-state.tsx';
import { FailurePanel } from './components/failure-panel.tsx';
import { Filters } from './components/filters.tsx';
import { IgnoredNotice } from './components/ignored-notice.tsx';
import { ItemPicker } from './components/item-picker.tsx';
import { LagNote } from './components/lag-note.tsx';
import { RecordTable } from './components/record-table.tsx';
import { Refresh } from './components/refresh.tsx';
import { SelectField } from './components/select-field.tsx';
import { Skeleton } from './components/skeleton.tsx';
import { Summary } from './components/summary.tsx';
import type { FirewallSummary } from '@cfw-flow/types/console';
import type { Lag } from './lag.ts';
import { explainNoFlows } from './no-flows.ts';
import { count } from './quantity.ts';
import { apiClient, statisticRequest } from './requests.ts';
import { goTo, useSearch } from './use-search.ts';
import { queryOf, readView, sizes, writeView, type View } from './view.ts';

interface PageProps {
  projectId: string;
  firewalls: [FirewallSummary, ...FirewallSummary[]];
  lag: Lag | undefined;
}

/** Choices on one side, the ranking that they ask for on the other. The URL holds the choices. */
export function Page({ projectId, firewalls, lag }: PageProps) {
  const { view, firewall, ignored } = readView(useSearch(), firewalls);
  const change = (changes: Partial<View>) => goTo(writeView({ ...view, ...changes }));

  const client = useMemo(() => apiClient(projectId), [projectId]);
  const canBeLive = 'range' in view.time;
  const { data, error, isFetching, isPlaceholderData, dataUpdatedAt } = useQuery(
    statisticRequest(client, projectId, queryOf(view), view.live && canBeLive),
  );
  // What the server holds may have changed along with the answer: everything is asked again.
  const queries = useQueryClient();
  const refresh = () => void queries.invalidateQueries();

  const window = data && appliedWindow(view.time, data, dataUpdatedAt);
  const larger = sizes.find((size) => size > view.size);
  return (
    <>
      <header className="top">
        <Brand />
        <SelectField
          label="Firewall"
          options={firewalls.map(({ fw_instance_id, flows }) => ({
            value: fw_instance_id,
            label: `${fw_instance_id} (${count(flows)} flows)`,
          }))}
          value={view.fw_instance_id}
          onChange={(fw_instance_id) => change({ fw_instance_id })}
        />
        <Refresh
          live={view.live}
          canBeLive={canBeLive}
          busy={isFetching}
          updatedAt={dataUpdatedAt}
          onLive={(live) => change({ live })}
          onRefresh={refresh}
        />
      </header>
      <div className="page">
        <ItemPicker value={view.item} onChange={(item) => change({ item })} />
        <main>
          <IgnoredNotice ignored={ignored} />
          <Filters view={view} onChange={change} />
          <section className="results" aria-busy={isFetching} aria-label="Ranking">
            {error !== null && <FailurePanel error={error} onRetry={refresh} busy={isFetching} />}
            {data === undefined && error === null && <Skeleton rows={view.size} />}
            {data !== undefined && (
              <div className={isPlaceholderData ? 'stale' : undefined}>
                <Summary item={view.item} answer={data} window={window} />
                {data.records.length === 0 ? (
                  <EmptyState
                    explanation={explainNoFlows(view, firewall, window)}
                    onChange={change}
                  />
                ) : (
                  <RecordTable key={view.item} item={view.item} records={data.records} />
                )}
                {data.total > data.records.length && larger !== undefined && (
                  <button className="more" type="button" onClick={() => change({ size: larger })}>
                    Show up to {count(larger)}
                  </button>
                )}
              </div>
            )}
            <LagNote lag={lag} />
          </section>
        </main>
      </div>
    </>
  );
}
