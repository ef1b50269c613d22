import { t } from '../text/i18n.ts';

interface NoLogsProps {
  /** Folders that the server follows, when there are any. */
  followed: readonly string[] | undefined;
  busy: boolean;
  onRetry: () => void;
}

/** The server holds no flow at all: how it gets some, or where it waits for them. */
export function NoLogs({ followed, busy, onRetry }: NoLogsProps) {
  return (
    <div className="panel">
      {followed === undefined ? <Advice /> : <Waiting followed={followed} />}
      <div className="actions">
        <button type="button" className="primary" onClick={onRetry} aria-busy={busy}>
          {t('empty.look')}
        </button>
      </div>
    </div>
  );
}

function Advice() {
  return (
    <>
      <h3>{t('empty.noLogs')}</h3>
      <p>{t('empty.noLogsAdvice')}</p>
      <Command text="cfw-flow serve --logs PATH" />
      <p>{t('empty.followed')}</p>
    </>
  );
}

function Waiting({ followed }: { followed: readonly string[] }) {
  return (
    <>
      <h3>{t('empty.waiting')}</h3>
      <p>{t('empty.waitingAdvice')}</p>
      <Command text={followed.join('\n')} />
      <p>{t('empty.waitingHint')}</p>
      <Command text="cfw-flow inspect PATH" />
    </>
  );
}

function Command({ text }: { text: string }) {
  return (
    <pre>
      <code>{text}</code>
    </pre>
  );
}
