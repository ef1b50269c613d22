import { localClock, utcTime } from '../local-time.ts';

interface RefreshProps {
  live: boolean;
  /** Only a window that ends now can have anything new. */
  canBeLive: boolean;
  busy: boolean;
  /** When the answer on the page came, milliseconds since 1970 UTC; 0 when there is none. */
  updatedAt: number;
  onLive: (live: boolean) => void;
  onRefresh: () => void;
}

/** Asks again: once, or every few seconds. */
export function Refresh({ live, canBeLive, busy, updatedAt, onLive, onRefresh }: RefreshProps) {
  return (
    <div className="refresh">
      {updatedAt > 0 && (
        <span className="updated">
          Updated{' '}
          <time dateTime={utcTime(updatedAt)} title={utcTime(updatedAt)}>
            {localClock(updatedAt)}
          </time>
        </span>
      )}
      <label
        className="live"
        title={
          canBeLive
            ? 'Asks again every 5 seconds'
            : 'A custom window stands still: choose one that ends now'
        }
      >
        <input
          type="checkbox"
          checked={live && canBeLive}
          disabled={!canBeLive}
          onChange={(event) => onLive(event.target.checked)}
        />
        Live
      </label>
      <button type="button" onClick={onRefresh} aria-busy={busy}>
        Refresh
      </button>
    </div>
  );
}
