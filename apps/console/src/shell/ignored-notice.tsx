import { t } from '../text/i18n.ts';
import type { Ignored } from '../view/view.ts';

/** Says which values of the URL were no good, so that nobody takes a default for what they asked. */
export function IgnoredNotice({ ignored }: { ignored: Ignored[] }) {
  if (ignored.length === 0) return null;
  return (
    <p className="notice" role="status">
      {t('notice.ignored', { count: ignored.length })}{' '}
      {ignored.map(({ name, value }, index) => (
        <span key={name}>
          {index > 0 && ', '}
          <code>{`${name}=${value}`}</code>
        </span>
      ))}
    </p>
  );
}
