import { type ReactNode, useEffect, useRef } from 'react';
import { t } from '../text/i18n.ts';

interface DialogProps {
  /** Heading, which names the dialog. */
  title: string;
  /** Draws no heading: the content begins with what says the same. */
  bare?: boolean;
  className?: string;
  onClose: () => void;
  children: ReactNode;
}

/** A window over the page, which takes the keyboard until it is closed: by Escape, its button, or a click beside it. */
export function Dialog({ title, bare = false, className, onClose, children }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    element.current?.showModal();
    // Typing goes on where something can be typed.
    element.current?.querySelector<HTMLElement>('input[type=text]')?.focus();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={element}
      className={className}
      aria-label={title}
      onClose={onClose}
      onMouseDown={({ target, currentTarget }) => {
        if (target === currentTarget) currentTarget.close();
      }}
    >
      <div className="dialog-content">
        {!bare && (
          <header>
            <h2>{title}</h2>
            <button
              type="button"
              className="quiet"
              aria-label={t('dialog.close')}
              onClick={() => element.current?.close()}
            >
              ✕
            </button>
          </header>
        )}
        {children}
      </div>
    </dialog>
  );
}
