import { useQueryClient } from '@tanstack/react-query';
import { askedAgainAt } from '../api/ask-again.ts';
import { describeFailure } from '../api/failure.ts';
import { t } from '../text/i18n.ts';
import { count } from '../text/quantity.ts';
import { useClock } from '../view/use-clock.ts';

interface FailurePanelProps {
  error: unknown;
  busy: boolean;
  onRetry: () => void;
}

/** What went wrong, what identifies it, and a way to try again. */
export function FailurePanel({ error, busy, onRetry }: FailurePanelProps) {
  const queries = useQueryClient();
  function retry() {
    onRetry();
    // What failed beside it most likely failed for the same reason.
    void queries.refetchQueries(
      { type: 'active', predicate: ({ state }) => state.status === 'error' },
      { cancelRefetch: false },
    );
  }
  const { title, message, facts, advice } = describeFailure(error);
  return (
    <div className="panel failure" role="alert">
      <h3>{title}</h3>
      <p className="message">{message}</p>
      {facts.length > 0 && (
        <dl>
          {facts.map(({ name, value }) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
      <p>{advice}</p>
      <AskedAgain error={error} />
      <div className="actions">
        <button type="button" className="primary" onClick={retry} aria-busy={busy}>
          {t('notice.retry')}
        </button>
      </div>
    </div>
  );
}

/** Counts down to when the page asks again by itself, where it does. */
function AskedAgain({ error }: { error: unknown }) {
  const clock = useClock();
  const time = askedAgainAt(error);
  if (time === undefined) return null;
  const seconds = Math.max(0, Math.ceil((time - clock) / 1000));
  return <p aria-live="off">{t('failure.againIn', { seconds: count(seconds) })}</p>;
}
