import { useEffect, useState } from 'react';
import { t } from '../text/i18n.ts';
import { copyText } from './copy-text.ts';

/** Long enough to see that it was copied. */
const shown = 1500;

/** Copies a value. Its style shows it where the pointer or the focus is. */
export function CopyValue({ text }: { text: string }) {
  const [state, setState] = useState<'copy' | 'copied' | 'failed'>('copy');
  useEffect(() => {
    if (state === 'copy') return undefined;
    const timer = setTimeout(() => setState('copy'), shown);
    return () => clearTimeout(timer);
  }, [state]);
  return (
    <button
      type="button"
      className={`copy ${state}`}
      data-control="copy"
      aria-label={t('copy.value', { value: text })}
      title={t(`copy.${state}`)}
      onClick={() =>
        void copyText(text).then(
          () => setState('copied'),
          () => setState('failed'),
        )
      }
    >
      <svg viewBox="0 0 16 16" aria-hidden="true">
        {state === 'copied' ? (
          <path d="m3 8.5 3.5 3.5L13 4.5" />
        ) : (
          <path d="M5.5 5.5V3h7.5v7.5h-2.5M3 5.5h7.5V13H3Z" />
        )}
      </svg>
      <span role="status" className="visually-hidden">
        {state !== 'copy' && t(`copy.${state}`)}
      </span>
    </button>
  );
}
