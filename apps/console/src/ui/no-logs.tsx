import { t } from '../text/i18n.ts';

interface NoLogsProps {
  busy: boolean;
  onRetry: () => void;
}

/** The server holds no flow at all. */
export function NoLogs({ busy, onRetry }: NoLogsProps) {
  return (
    <div className="panel">
      <h3>{t('empty.noLogs')}</h3>
      <p>{t('empty.noLogsAdvice')}</p>
      <pre>
        <code>cfw-flow serve --logs PATH</code>
      </pre>
      <p>{t('empty.followed')}</p>
      <div className="actions">
        <button type="button" className="primary" onClick={onRetry} aria-busy={busy}>
          {t('empty.look')}
        </button>
      </div>
    </div>
  );
}
