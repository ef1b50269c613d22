import type { Command, DialogName } from '../commands/commands.ts';
import { onDemand } from '../ui/on-demand.tsx';

const PaletteDialog = onDemand(async () => (await import('../commands/palette.tsx')).PaletteDialog);
const KeyList = onDemand(async () => (await import('../commands/key-list.tsx')).KeyList);
const SavedViewsDialog = onDemand(
  async () => (await import('../saved-views/saved-views-dialog.tsx')).SavedViewsDialog,
);
const WindowDialog = onDemand(async () => (await import('./window-dialog.tsx')).WindowDialog);
const CompareDialog = onDemand(async () => (await import('./window-dialog.tsx')).CompareDialog);
const ShareDialog = onDemand(async () => (await import('../share/share-dialog.tsx')).ShareDialog);

interface DialogsProps {
  open: DialogName | undefined;
  commands: readonly Command[];
  onClose: () => void;
}

/** The dialog that is open, whose code is loaded by then. */
export function Dialogs({ open, commands, onClose }: DialogsProps) {
  return (
    <>
      {open === 'palette' && <PaletteDialog commands={commands} onClose={onClose} />}
      {open === 'firewalls' && (
        <PaletteDialog commands={commands} onlyFirewalls onClose={onClose} />
      )}
      {open === 'keys' && <KeyList commands={commands} onClose={onClose} />}
      {open === 'views' && <SavedViewsDialog onClose={onClose} />}
      {open === 'window' && <WindowDialog onClose={onClose} />}
      {open === 'compare' && <CompareDialog onClose={onClose} />}
      {open === 'share' && <ShareDialog onClose={onClose} />}
    </>
  );
}
