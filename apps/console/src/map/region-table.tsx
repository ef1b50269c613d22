import type { FlowItem } from '@cfw-flow/fetch-client';
import { t } from '../text/i18n.ts';
import { itemsLabel } from '../text/labels.ts';
import { bytes, count, percent } from '../text/quantity.ts';
import { Bar } from '../ui/bar.tsx';
import { Change } from '../ui/change.tsx';
import { useView } from '../view/use-view.ts';
import { ViewLink } from '../view/view-link.tsx';
import type { Region } from './regions.ts';

interface RegionTableProps {
  item: FlowItem;
  regions: readonly Region[];
  /** The region that the reader points at, here or on the map. */
  pointed: string | undefined;
  onPoint: (name: string | undefined) => void;
}

/** Regions by what is counted, each of which leads to its detail. */
export function RegionTable({ item, regions, pointed, onPoint }: RegionTableProps) {
  const { view } = useView();
  const most = Number(regions[0]?.value ?? 0);
  const isCompared = regions.some(({ before }) => before !== undefined);
  const isBySessions = view.order === 'record';
  const sessionsClass = isBySessions ? 'number' : 'number other';
  const bytesClass = isBySessions ? 'number other' : 'number';
  return (
    <div className="region-table" tabIndex={0} role="group" aria-label={itemsLabel(item)}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('detail.region')}</th>
            <th scope="col" className={sessionsClass}>
              {t('order.record')}
            </th>
            <th scope="col" className={bytesClass}>
              {t('order.byte')}
            </th>
            <th scope="col" className="number share">
              {t('measure.share')}
            </th>
            {isCompared && (
              <th scope="col" className="number">
                {t('measure.change')}
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {regions.map((region) => (
            <tr
              key={region.name}
              className={region.name === pointed ? 'pointed' : undefined}
              onPointerEnter={() => onPoint(region.name)}
              onPointerLeave={() => onPoint(undefined)}
              onFocus={() => onPoint(region.name)}
              onBlur={() => onPoint(undefined)}
            >
              <th scope="row">
                <ViewLink
                  className="key"
                  title={region.name}
                  to={{ page: 'detail', item, value: region.name }}
                >
                  {region.name}
                </ViewLink>
                <Bar value={Number(region.value)} of={most} />
              </th>
              <td className={sessionsClass}>{count(region.sessions)}</td>
              <td className={bytesClass} title={count(region.bytes)}>
                {bytes(region.bytes)}
              </td>
              <td className="number share">{percent(region.share)}</td>
              {isCompared && (
                <td className="number">
                  <Change
                    now={region.value}
                    before={region.before}
                    spell={isBySessions ? count : bytes}
                  />
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
