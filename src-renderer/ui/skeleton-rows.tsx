const WIDTHS = ['w-64', 'w-48', 'w-72', 'w-56', 'w-40', 'w-60', 'w-52', 'w-44'] as const;

/** So that what comes stands where its skeleton stood. */
const INSETS = { list: 'px-4', panel: 'px-6 max-medium:px-4', none: '' } as const;

/** Where rows will be. */
export function SkeletonRows({ count, label, inset }: { count: number; label: string; inset: keyof typeof INSETS }) {
  const rows = Array.from({ length: count }, (_, index) => ({ key: `row-${index}`, width: WIDTHS[index % WIDTHS.length] }));
  return (
    <div role="status" aria-label={label} className="flex flex-col">
      {rows.map(({ key, width }) => (
        <div key={key} aria-hidden="true" className={`flex h-(--row-height) items-center gap-8 border-b border-line ${INSETS[inset]}`}>
          <span className="h-2.5 w-16 rounded-sm bg-selected-idle" />
          <span className={`h-2.5 rounded-sm bg-selected-idle ${width}`} />
        </div>
      ))}
    </div>
  );
}
