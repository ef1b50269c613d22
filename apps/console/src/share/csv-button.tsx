import { t } from '../text/i18n.ts';
import { csvText } from './csv.ts';
import { download, textFile } from './download.ts';
import type { Table } from './tables.ts';

interface CsvButtonProps {
  /** What the table is of. */
  label: string;
  /** Name of the file, without its ending. */
  file: string;
  table: () => Table;
}

/** Saves a table as CSV. */
export function CsvButton({ label, file, table }: CsvButtonProps) {
  function save() {
    const { columns, rows } = table();
    download(`${file}.csv`, textFile(csvText(columns, rows), 'text/csv'));
  }
  return (
    <button type="button" onClick={save}>
      {t('export.csv', { what: label })}
    </button>
  );
}
