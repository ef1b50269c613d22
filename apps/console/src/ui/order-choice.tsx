import { Order } from '@cfw-flow/fetch-client';
import { t } from '../text/i18n.ts';
import { useView } from '../view/use-view.ts';
import { ChoiceGroup } from './choice-group.tsx';

/** Whether what is shown counts sessions or bytes. */
export function OrderChoice() {
  const { view, change } = useView();
  return (
    <ChoiceGroup
      label={t('order.label')}
      options={Object.values(Order).map((value) => ({ value, label: t(`order.${value}`) }))}
      value={view.order}
      onChange={(order) => change({ order })}
    />
  );
}
