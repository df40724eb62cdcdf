import type { ConnectorPreview, PreviewedItem } from '../../../../src-shared/schema/connector.ts';
import { sayKnown } from '../../../i18n/say-again.ts';
import { t, tn } from '../../../i18n/translate.ts';
import { Button } from '../../../ui/button.tsx';
import { type DataColumn, DataTable } from '../../../ui/data-table.tsx';
import { Note } from '../../../ui/note.tsx';
import { Section } from '../../../ui/section.tsx';
import { MomentText } from '../shell/moment-text.tsx';
import { ProblemNote } from './check-result.tsx';

export interface PreviewResultProps {
  preview: ConnectorPreview;
  /** There is nothing yet that could be closed. */
  isNew: boolean;
  isBusy: boolean;
  /** Looks at everything, to know what would be closed. */
  onLookThrough: () => void;
}

/** The first items as tasks, and what would be created and closed: nothing of it has happened. */
export function PreviewResult({ preview, isNew, isBusy, onLookThrough }: PreviewResultProps) {
  const { problem, warnings, items, skipped, closings } = preview;
  if (problem) return <ProblemNote title={t('connectors.preview.failed')} problem={problem} />;
  return (
    <Section level={2} title={t('connectors.preview.title')} text={t('connectors.preview.text')}>
      <ul className="flex flex-wrap items-center gap-x-5 gap-y-1">
        {preview.is_complete ? null : <li className="text-ink-muted">{tn('connectors.preview.soFar', preview.seen)}</li>}
        <li>{tn('connectors.preview.create', preview.would_create)}</li>
        {isNew ? null : <li>{tn('connectors.preview.update', preview.would_update)}</li>}
        {isNew ? null : (
          <li>{preview.is_complete ? tn('connectors.preview.close', preview.would_close) : t('connectors.preview.closeUnknown')}</li>
        )}
        {preview.is_complete ? null : (
          <li>
            <Button size="small" busy={isBusy} onClick={onLookThrough}>
              {t('connectors.preview.lookThrough')}
            </Button>
          </li>
        )}
      </ul>
      {preview.would_ask ? <Note tone="warning">{t('connectors.preview.wouldAsk')}</Note> : null}
      {warnings.map((warning) => (
        <Note key={warning} tone="warning">
          {sayKnown(warning)}
        </Note>
      ))}
      {skipped.length > 0 ? (
        <Note tone="warning" title={tn('connectors.preview.skipped', skipped.length)}>
          <ul>
            {skipped.slice(0, 10).map(({ external_id: id, reason }) => (
              <li key={`${id}${reason}`}>
                {id === null ? null : <span className="font-mono text-small">{id} </span>}
                {sayKnown(reason)}
              </li>
            ))}
          </ul>
        </Note>
      ) : null}
      {items.length > 0 ? (
        <div className="overflow-hidden rounded-md border border-line">
          <DataTable label={t('connectors.preview.title')} columns={columns()} rows={items} keyOf={(item) => item.external_id} />
        </div>
      ) : (
        <p className="text-ink-muted">{t('connectors.preview.empty')}</p>
      )}
      {closings.length > 0 ? (
        <Note tone="info" title={tn('connectors.preview.close', preview.would_close)}>
          {closings.map(({ external_id: id, title }) => title ?? id).join(', ')}
        </Note>
      ) : null}
    </Section>
  );
}

/** Their word, and what it is here. */
function MappedStatus({ item: { status_word: word, status } }: { item: PreviewedItem }) {
  const name = t(`status.${status}`);
  return (
    <span title={`${word} → ${name}`}>
      <span className="text-ink-muted">{word}</span> → {name}
    </span>
  );
}

function columns(): readonly DataColumn<PreviewedItem>[] {
  return [
    { id: 'action', header: t('connectors.preview.action'), width: 'w-28', cell: ({ action }) => t(`connectors.action.${action}`) },
    {
      id: 'title',
      header: t('column.title'),
      cell: ({ title, external_id: id, problem }) => (
        <span title={problem === null ? (title ?? id) : sayKnown(problem)}>{title ?? id}</span>
      ),
    },
    {
      id: 'status',
      header: t('column.status'),
      width: 'w-40',
      cell: (item) => <MappedStatus item={item} />,
    },
    {
      id: 'assignee',
      header: t('column.assignee_uid'),
      width: 'w-36',
      importance: 'second',
      cell: ({ assignee_name: name, assignee_uid: uid }) =>
        name === null ? '' : uid === null ? <span className="text-ink-faint">{t('connectors.unknownPerson', { name })}</span> : name,
    },
    {
      id: 'due',
      header: t('column.due_at'),
      width: 'w-28',
      importance: 'third',
      cell: ({ due_at: at }) => (at === null ? '' : <MomentText at={at} />),
    },
  ];
}
