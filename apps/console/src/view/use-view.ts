import type { FirewallSummary } from '@cfw-flow/types/console';
import { createContext, useContext } from 'react';
import type { Api, Selection } from '../api/requests.ts';
import type { Span } from '../time/span.ts';
import type { View } from './view.ts';

/** All that a part of the page needs to ask and to lead on. */
export interface ViewState {
  view: View;
  /** Which flows are asked about, but for their time. */
  selection: Selection;
  firewall: FirewallSummary;
  api: Api;
  /** The window, and the one that it is held against. */
  span: Span;
  before: Span;
  /** Goes to another view, one step forward in the history unless it shall replace this one there. */
  change(changes: Partial<View>, step?: 'push' | 'replace'): void;
  /** The URL of another view. */
  href(changes: Partial<View>): string;
}

export const ViewContext = createContext<ViewState | undefined>(undefined);

/** The view that the page shows. */
export function useView(): ViewState {
  const state = useContext(ViewContext);
  if (state === undefined) throw new Error('useView is for what stands in a page');
  return state;
}
