import { useState } from 'react';
import { t } from '../text/i18n.ts';

/** Copies a text, and says whether that worked until something else is to be copied. */
export function CopyButton({ text }: { text: string }) {
  const [done, setDone] = useState<{ text: string; worked: boolean }>();
  const state = done?.text === text ? done : undefined;
  async function copy() {
    // Pages that came without encryption from another machine have no clipboard.
    const worked = await navigator.clipboard?.writeText(text).then(
      () => true,
      () => false,
    );
    setDone({ text, worked: worked === true });
  }
  return (
    <>
      <button type="button" className="primary" onClick={() => void copy()}>
        {t('copy.copy')}
      </button>
      <span role="status">{state && t(state.worked ? 'copy.copied' : 'copy.failed')}</span>
    </>
  );
}
