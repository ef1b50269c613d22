import type { MouseEvent, ReactNode } from 'react';
import { visible } from '../text/visible.ts';
import { isPlainClick } from './is-plain-click.ts';
import { useView } from './use-view.ts';
import type { View } from './view.ts';

interface ViewLinkProps {
  /** What the view that it leads to has other than this one. */
  to: Partial<View>;
  className?: string;
  title?: string | undefined;
  current?: boolean;
  /** What it is among the controls of a row. */
  control?: string;
  children: ReactNode;
}

/** A link to another view: it opens in a new tab as any other, and without loading the page in this one. */
export function ViewLink({ to, className, title, current, control, children }: ViewLinkProps) {
  const { change, href } = useView();
  function follow(event: MouseEvent) {
    if (!isPlainClick(event)) return;
    event.preventDefault();
    change(to);
  }
  return (
    <a
      href={href(to)}
      className={className}
      title={title && visible(title)}
      data-control={control}
      aria-current={current === true ? 'page' : undefined}
      onClick={follow}
    >
      {typeof children === 'string' ? visible(children) : children}
    </a>
  );
}
