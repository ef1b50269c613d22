import type { FlowDetail, FlowGroup, FlowItem } from '@cfw-flow/fetch-client';
import type { ReactNode } from 'react';
import { t } from '../text/i18n.ts';
import { count, type Whole } from '../text/quantity.ts';
import { Change } from '../ui/change.tsx';
import { Moment } from '../ui/moment.tsx';
import { Totals } from '../ui/totals.tsx';
import { ViewLink } from '../view/view-link.tsx';

interface GroupFactsProps {
  item: FlowItem;
  now: FlowDetail<'bigint'>;
  /** The same of the window before, once it is known. */
  before: FlowDetail<'bigint'> | undefined;
  /** What the ranking of its item says of it, as far as it is known. */
  record: FlowGroup<'bigint'> | undefined;
  /** The threat lists that name it. */
  threatLists: string | undefined;
}

/** The numbers of a group with their change, and all that is known of it beside them. */
export function GroupFacts({ item, now, before, record, threatLists }: GroupFactsProps) {
  const regionItem = item === 'src_ip' ? 'src_region_name' : 'dst_region_name';
  return (
    <>
      <Totals now={now} before={before} />
      <dl className="facts">
        <Count name={t('detail.sources')} now={now.src_ip_count} before={before?.src_ip_count} />
        <Count
          name={t('detail.destinations')}
          now={now.dst_ip_count}
          before={before?.dst_ip_count}
        />
        <Count name={t('detail.ports')} now={now.dst_port_count} before={before?.dst_port_count} />
        <Count name={t('detail.applications')} now={now.app_count} before={before?.app_count} />
        {now.start_time !== undefined && (
          <Fact name={t('detail.first')}>
            <Moment time={Number(now.start_time)} />
          </Fact>
        )}
        {now.end_time !== undefined && (
          <Fact name={t('measure.lastSeen')}>
            <Moment time={Number(now.end_time)} />
          </Fact>
        )}
        {record?.protocol !== undefined && (
          <Fact name={t('items.protocol.one')}>{record.protocol}</Fact>
        )}
        {record?.region !== undefined && (
          <Fact name={t('detail.region')}>
            <ViewLink to={{ item: regionItem, value: record.region }}>{record.region}</ViewLink>
          </Fact>
        )}
        {record?.device_name !== undefined && (
          <Fact name={t('detail.asset')}>{record.device_name}</Fact>
        )}
        {record?.associate_instance_type !== undefined && (
          <Fact name={t('detail.assetType')}>{record.associate_instance_type}</Fact>
        )}
        {record?.tags !== undefined && <Fact name={t('detail.tags')}>{record.tags}</Fact>}
        {threatLists !== undefined && (
          <Fact name={t('detail.threatLists')}>
            <span className="threat">{threatLists}</span>
          </Fact>
        )}
      </dl>
    </>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Count({ name, now, before }: { name: string; now: Whole; before: Whole | undefined }) {
  return (
    <Fact name={name}>
      {count(now)}
      {now !== before && <Change now={now} before={before} spell={count} />}
    </Fact>
  );
}
