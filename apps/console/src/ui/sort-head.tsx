interface SortHeadProps {
  label: string;
  className: string | undefined;
  /** Which way its column is sorted, if the table is sorted by it. */
  order: 'ascending' | 'descending' | undefined;
  onSort: () => void;
}

/** The head of a column, which sorts by it. */
export function SortHead({ label, className, order, onSort }: SortHeadProps) {
  return (
    <th role="columnheader" scope="col" className={className} aria-sort={order}>
      <button type="button" className="sort" onClick={onSort}>
        {label}
      </button>
    </th>
  );
}
