import { useState } from 'react';
import { t } from '../text/i18n.ts';
import { itemsLabel } from '../text/labels.ts';
import { utcTime } from '../time/zone.ts';
import { useView } from '../view/use-view.ts';
import type { View } from '../view/view.ts';
import { CsvButton } from './csv-button.tsx';
import { download, textFile } from './download.ts';
import { exactJson } from './exact-json.ts';
import { type AnsweredQuestion, isAbout } from './questions.ts';
import { RankingButton } from './ranking-button.tsx';
import { tableOf } from './tables.ts';

/** What the page shows, as files: each table as CSV, all answers as JSON, and the page as a picture. */
export function ExportButtons({ answered }: { answered: readonly AnsweredQuestion[] }) {
  const { view, span } = useView();
  const [problem, setProblem] = useState<string>();
  const name = (what: string) =>
    `cfw-flow-${what}-${utcTime(span.end).replaceAll(/[-:]|\.\d+/g, '')}`;

  async function savePicture() {
    setProblem(undefined);
    try {
      const { pictureOf } = await import('./picture.ts');
      download(`${name('page')}.png`, await pictureOf(document.querySelector('main')!));
    } catch (error) {
      setProblem(t('export.noPicture', { reason: String(error) }));
    }
  }
  return (
    <section>
      <h3>{t('export.label')}</h3>
      <div className="actions">
        {view.page === 'item' && <RankingButton file={name(view.item)} />}
        {answered
          .filter((question) => isAbout(question, span) && !isRanking(question, view))
          .map((question, index) => (
            <CsvButton
              key={JSON.stringify([question.operation, question.query])}
              label={nameOf(question)}
              file={name(`${question.operation}-${index + 1}`)}
              table={() => tableOf(question, view)}
            />
          ))}
        <button
          type="button"
          onClick={() =>
            download(`${name('answers')}.json`, textFile(exactJson(answered), 'application/json'))
          }
        >
          {t('export.json')}
        </button>
        <button type="button" onClick={() => void savePicture()}>
          {t('export.png')}
        </button>
        <button type="button" onClick={() => window.print()}>
          {t('command.print')}
        </button>
      </div>
      <p role="alert" className="problem">
        {problem}
      </p>
    </section>
  );
}

/** Whether a question is one of those that the ranking of an item is made of. */
function isRanking({ operation, query }: AnsweredQuestion, { page, item }: View): boolean {
  if (page !== 'item') return false;
  return operation === 'flow-top' || (operation === 'flow-statistic' && query['item'] === item);
}

function nameOf({ operation, query }: AnsweredQuestion): string {
  if (operation === 'flow-trend') return t('overview.trend');
  if (operation === 'flow-detail') return t('detail.sessions');
  if (operation === 'flow-statistic') return itemsLabel(query['item'] as 'src_ip');
  const by = query['order'] === 'byte' ? t('order.byte') : t('order.record');
  return `${t('nav.rankings')} (${by})`;
}
