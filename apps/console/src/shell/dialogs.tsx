import { lazy, Suspense } from 'react';
import type { Command, DialogName } from '../commands/commands.ts';

const PaletteDialog = lazy(async () => ({
  default: (await import('../commands/palette.tsx')).PaletteDialog,
}));
const KeyList = lazy(async () => ({ default: (await import('../commands/key-list.tsx')).KeyList }));
const SavedViewsDialog = lazy(async () => ({
  default: (await import('../saved-views/saved-views-dialog.tsx')).SavedViewsDialog,
}));
const WindowDialog = lazy(async () => ({
  default: (await import('./window-dialog.tsx')).WindowDialog,
}));
const CompareDialog = lazy(async () => ({
  default: (await import('./window-dialog.tsx')).CompareDialog,
}));
const ShareDialog = lazy(async () => ({
  default: (await import('../share/share-dialog.tsx')).ShareDialog,
}));

interface DialogsProps {
  open: DialogName | undefined;
  commands: readonly Command[];
  onClose: () => void;
}

/** The dialog that is open, whose code is loaded by then. */
export function Dialogs({ open, commands, onClose }: DialogsProps) {
  return (
    <Suspense>
      {open === 'palette' && <PaletteDialog commands={commands} onClose={onClose} />}
      {open === 'firewalls' && (
        <PaletteDialog commands={commands} onlyFirewalls onClose={onClose} />
      )}
      {open === 'keys' && <KeyList commands={commands} onClose={onClose} />}
      {open === 'views' && <SavedViewsDialog onClose={onClose} />}
      {open === 'window' && <WindowDialog onClose={onClose} />}
      {open === 'compare' && <CompareDialog onClose={onClose} />}
      {open === 'share' && <ShareDialog onClose={onClose} />}
    </Suspense>
  );
}
