import { useShownGroups } from '../item/use-shown-groups.ts';
import { itemsLabel } from '../text/labels.ts';
import { useView } from '../view/use-view.ts';
import { CsvButton } from './csv-button.tsx';
import { rankingTable } from './tables.ts';

/** Saves the ranking of an item as the page shows it, filtered and sorted. */
export function RankingButton({ file }: { file: string }) {
  const { view } = useView();
  const { groups, measure } = useShownGroups();
  if (groups === undefined) return null;
  return (
    <CsvButton
      label={itemsLabel(view.item)}
      file={file}
      table={() => rankingTable(groups, measure)}
    />
  );
}
