import { t } from '../text/i18n.ts';
import { type Span, wholeMinutes } from '../time/span.ts';
import { Dialog } from '../ui/dialog.tsx';
import { useView } from '../view/use-view.ts';
import type { View } from '../view/view.ts';
import { SpanForm } from './span-form.tsx';

interface WindowDialogProps {
  onClose: () => void;
}

/** Chooses a window by its start and its end, beginning with those that are shown. */
export function WindowDialog({ onClose }: WindowDialogProps) {
  const { span } = useView();
  return (
    <SpanDialog
      title={t('time.other')}
      span={span}
      changesOf={(time) => ({ time })}
      onClose={onClose}
    />
  );
}

/** Chooses the window that the one on the page is held against. */
export function CompareDialog({ onClose }: WindowDialogProps) {
  const { before } = useView();
  return (
    <SpanDialog
      title={t('compare.other')}
      span={before}
      changesOf={(compare) => ({ compare })}
      onClose={onClose}
    />
  );
}

interface SpanDialogProps extends WindowDialogProps {
  title: string;
  span: Span;
  changesOf: (time: { start_time: number; end_time: number }) => Partial<View>;
}

function SpanDialog({ title, span, changesOf, onClose }: SpanDialogProps) {
  const { view, change } = useView();
  return (
    <Dialog title={title} onClose={onClose}>
      <SpanForm
        span={wholeMinutes(span)}
        zone={view.zone}
        onApply={({ start, end }, zone) => {
          onClose();
          change({ ...changesOf({ start_time: start, end_time: end }), zone });
        }}
      />
    </Dialog>
  );
}
