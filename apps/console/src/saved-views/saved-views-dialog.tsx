import { type FormEvent, useId, useState, useSyncExternalStore } from 'react';
import { t } from '../text/i18n.ts';
import { Dialog } from '../ui/dialog.tsx';
import { isPlainClick } from '../view/is-plain-click.ts';
import { goTo } from '../view/use-search.ts';
import { useView } from '../view/use-view.ts';
import { onSavedViewsChange, removeView, savedViews, saveView } from './saved-views.ts';

/** The saved views, and a form to save this one. */
export function SavedViewsDialog({ onClose }: { onClose: () => void }) {
  const { href } = useView();
  const views = useSyncExternalStore(onSavedViewsChange, savedViews);
  const [name, setName] = useState('');
  const id = useId();
  const isTaken = views.some((view) => view.name === name.trim());

  function submit(event: FormEvent) {
    event.preventDefault();
    saveView({ name, search: href({}) });
    setName('');
  }
  return (
    <Dialog title={t('command.views')} className="views" onClose={onClose}>
      {views.length === 0 && <p className="nothing">{t('views.none')}</p>}
      <ul>
        {views.map((view) => (
          <li key={view.name}>
            <a
              href={view.search}
              onClick={(event) => {
                if (!isPlainClick(event)) return;
                event.preventDefault();
                onClose();
                goTo(view.search);
              }}
            >
              {view.name}
            </a>
            <button
              type="button"
              className="quiet"
              aria-label={t('views.remove', { name: view.name })}
              onClick={() => removeView(view.name)}
            >
              ✕
            </button>
          </li>
        ))}
      </ul>
      <form onSubmit={submit}>
        <div className="field">
          <label htmlFor={id}>{t('views.name')}</label>
          <input
            id={id}
            type="text"
            required
            maxLength={80}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </div>
        <button type="submit" className="primary">
          {t(isTaken ? 'views.replace' : 'views.save')}
        </button>
      </form>
    </Dialog>
  );
}
