import type { Lag } from '../api/lag.ts';

/** Says below the answer why it may have taken long. It is right all the same. */
export function LagNote({ lag }: { lag: Lag | undefined }) {
  if (lag === undefined) return null;
  return (
    <div className="lag" role="status">
      {lag.pending !== undefined && <p>{lag.pending}</p>}
      {lag.failure !== undefined && <p className="failed">{lag.failure}</p>}
    </div>
  );
}
