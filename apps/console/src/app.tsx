import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { FailurePanel } from './components/failure-panel.tsx';
import { Brand } from './components/brand.tsx';
import { NoLogs } from './components/no-logs.tsx';
import { Skeleton } from './components/skeleton.tsx';
import { lagOf } from './lag.ts';
import { Page } from './page.tsx';
import { contextRequest } from './requests.ts';

/** Finds out what there is to ask about; the page starts from there. */
export function App() {
  const { data, error, isFetching, refetch } = useQuery(contextRequest);
  const [first, ...others] = data?.firewalls ?? [];

  if (data !== undefined && first !== undefined) {
    const lag = lagOf(data.status);
    return <Page projectId={data.project_id} firewalls={[first, ...others]} lag={lag} />;
  }
  const again = () => void refetch();
  if (data !== undefined) {
    return (
      <Frame>
        <NoLogs onRetry={again} busy={isFetching} />
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
      </header>
      <main className="lone">{children}</main>
    </>
  );
}
