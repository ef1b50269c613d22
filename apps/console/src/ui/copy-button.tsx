import { useState } from 'react';
import { t } from '../text/i18n.ts';
import { copyText } from './copy-text.ts';

/** Copies a text, and says whether that worked until something else is to be copied. */
export function CopyButton({ text }: { text: string }) {
  const [done, setDone] = useState<{ text: string; worked: boolean }>();
  const state = done?.text === text ? done : undefined;
  async function copy() {
    const worked = await copyText(text).then(
      () => true,
      () => false,
    );
    setDone({ text, worked });
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
