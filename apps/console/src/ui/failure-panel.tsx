import { describeFailure } from '../api/failure.ts';
import { t } from '../text/i18n.ts';

interface FailurePanelProps {
  error: unknown;
  busy: boolean;
  onRetry: () => void;
}

/** What went wrong, what identifies it, and a way to try again. */
export function FailurePanel({ error, busy, onRetry }: FailurePanelProps) {
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
      <div className="actions">
        <button type="button" className="primary" onClick={onRetry} aria-busy={busy}>
          {t('notice.retry')}
        </button>
      </div>
    </div>
  );
}
