import { useState } from 'react';
import { t } from '../text/i18n.ts';
import { itemsLabel } from '../text/labels.ts';
import { utcTime } from '../time/zone.ts';
import { useView } from '../view/use-view.ts';
import { csvText } from './csv.ts';
import { download, textFile } from './download.ts';
import { exactJson } from './exact-json.ts';
import { type AnsweredQuestion, isAbout } from './questions.ts';
import { tableOf } from './tables.ts';

/** What the page shows, as files: each table as CSV, all answers as JSON, and the page as a picture. */
export function ExportButtons({ answered }: { answered: readonly AnsweredQuestion[] }) {
  const { span } = useView();
  const [problem, setProblem] = useState<string>();
  const name = (what: string) =>
    `cfw-flow-${what}-${utcTime(span.end).replaceAll(/[-:]|\.\d+/g, '')}`;

  function saveTable(question: AnsweredQuestion, index: number) {
    const { columns, rows } = tableOf(question);
    const file = name(`${question.operation}-${index + 1}`);
    download(`${file}.csv`, textFile(csvText(columns, rows), 'text/csv'));
  }
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
        {answered
          .filter((question) => isAbout(question, span))
          .map((question, index) => (
            <button
              key={JSON.stringify([question.operation, question.query])}
              type="button"
              onClick={() => saveTable(question, index)}
            >
              {t('export.csv', { what: nameOf(question) })}
            </button>
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

function nameOf({ operation, query }: AnsweredQuestion): string {
  if (operation === 'flow-trend') return t('overview.trend');
  if (operation === 'flow-detail') return t('detail.sessions');
  if (operation === 'flow-statistic') return itemsLabel(query['item'] as 'src_ip');
  const by = query['order'] === 'byte' ? t('order.byte') : t('order.record');
  return `${t('nav.rankings')} (${by})`;
}
