import type { FlowItem, FlowSessions } from '@cfw-flow/fetch-client';
import { t } from '../text/i18n.ts';
import { itemLabel } from '../text/labels.ts';
import { bytes, count } from '../text/quantity.ts';
import { timeIn } from '../time/zone.ts';
import { useView } from '../view/use-view.ts';
import { ViewLink } from '../view/view-link.tsx';

const columns: readonly FlowItem[] = [
  'src_ip',
  'dst_ip',
  'dst_port',
  'protocol',
  'app',
  'dst_host',
  'src_region_name',
  'dst_region_name',
];

/** The sessions of a group that occur most, each of whose values leads to its own detail. */
export function SessionTable({ records }: { records: readonly FlowSessions<'bigint'>[] }) {
  const { view } = useView();
  const shown = columns.filter((column) => records.some((record) => record[column] !== undefined));
  return (
    <section className="sessions-table" aria-label={t('detail.sessions')}>
      <h2>{t('detail.sessions')}</h2>
      <p>{t('detail.same')}</p>
      <div className="scroll" tabIndex={0}>
        <table>
          <thead>
            <tr>
              {shown.map((column) => (
                <th key={column} scope="col">
                  {itemLabel(column)}
                </th>
              ))}
              <th scope="col">{t('measure.sessions')}</th>
              <th scope="col">{t('measure.request')}</th>
              <th scope="col">{t('measure.response')}</th>
              <th scope="col">{t('measure.lastSeen')}</th>
            </tr>
          </thead>
          <tbody>
            {records.map((record) => (
              <tr key={columns.map((column) => record[column]).join(' ')}>
                {shown.map((column) => (
                  <td key={column}>
                    {record[column] !== undefined && (
                      <ViewLink to={{ page: 'detail', item: column, value: record[column] }}>
                        {record[column]}
                      </ViewLink>
                    )}
                  </td>
                ))}
                <td className="number">{count(record.sessions)}</td>
                <td className="number">{bytes(record.request_byte)}</td>
                <td className="number">{bytes(record.response_byte)}</td>
                <td className="number">{timeIn(view.zone, Number(record.end_time))}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
