import { t } from '../text/i18n.ts';

const MOST_ROWS = 10;

/** Stands where the records will be, before the first answer. */
export function Skeleton({ rows }: { rows: number }) {
  return (
    <div className="skeleton" role="status">
      <span className="visually-hidden">{t('notice.loading')}</span>
      {Array.from({ length: Math.min(rows, MOST_ROWS) }, (_, row) => (
        <div key={row} />
      ))}
    </div>
  );
}
