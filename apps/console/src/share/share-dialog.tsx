import { useIsFetching, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { apiEndpoint } from '../api/context.ts';
import { t } from '../text/i18n.ts';
import { ChoiceGroup } from '../ui/choice-group.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { asCommands } from './as-command.ts';
import { asCurl } from './as-curl.ts';
import { asTypeScript } from './as-typescript.ts';
import { ExportButtons } from './export-buttons.tsx';
import { type AnsweredQuestion, answeredQuestions } from './questions.ts';

const forms = { curl: asCurl, typescript: asTypeScript, command: asCommands } as const;

type Form = keyof typeof forms;

/** What the page asked, to ask it elsewhere, and what was answered, as files. */
export function ShareDialog({ onClose }: { onClose: () => void }) {
  const queries = useQueryClient();
  const fetching = useIsFetching();
  // Of the first moment when all is there: live answers would change the text under the pointer.
  const [known, setKnown] = useState<readonly AnsweredQuestion[]>();
  if (known === undefined && fetching === 0) setKnown(answeredQuestions(queries));
  const answered = known ?? [];
  const [form, setForm] = useState<Form>('curl');
  const text =
    known === undefined ? t('notice.loading') : forms[form](known, apiEndpoint(location.href));
  const options = (Object.keys(forms) as Form[]).map((value) => ({
    value,
    label: t(`copy.${value}`),
  }));
  return (
    <Dialog title={t('command.share')} className="share" onClose={onClose}>
      <section>
        <header>
          <ChoiceGroup label={t('copy.as')} options={options} value={form} onChange={setForm} />
          <CopyButton text={text} />
        </header>
        <pre tabIndex={0} aria-label={t(`copy.${form}`)}>
          <code>{text}</code>
        </pre>
        <p className="nothing">{t('copy.hint')}</p>
      </section>
      <ExportButtons answered={answered} />
    </Dialog>
  );
}
