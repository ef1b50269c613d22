import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { lagOf } from './api/lag.ts';
import { contextRequest } from './api/requests.ts';
import { Page } from './shell/page.tsx';
import { Preferences } from './shell/preferences.tsx';
import { Brand } from './ui/brand.tsx';
import { FailurePanel } from './ui/failure-panel.tsx';
import { NoLogs } from './ui/no-logs.tsx';
import { Skeleton } from './ui/skeleton.tsx';

/** Finds out what there is to ask about; the page starts from there. */
export function App() {
  const { data, error, isFetching, refetch } = useQuery(contextRequest);
  const [first, ...others] = data?.firewalls ?? [];

  if (data !== undefined && first !== undefined) {
    const lag = lagOf(data.status);
    return (
      <Page
        projectId={data.project_id}
        firewalls={[first, ...others]}
        lag={lag}
        service={data.service}
        clockOffset={data.clockOffset}
      />
    );
  }
  const again = () => void refetch();
  if (data !== undefined) {
    return (
      <Frame>
        <NoLogs followed={data.followed} onRetry={again} busy={isFetching} />
      </Frame>
    );
  }
  return (
    <Frame>
      {error === null ? (
        <Skeleton rows={5} />
      ) : (
        <FailurePanel error={error} onRetry={again} busy={isFetching} />
      )}
    </Frame>
  );
}

function Frame({ children }: { children: ReactNode }) {
  return (
    <>
      <header className="top">
        <Brand />
        <Preferences />
      </header>
      <main className="lone">{children}</main>
    </>
  );
}
