import { ChevronLeft, ChevronRight, Plus, ScanSearch } from 'lucide-react';
import type { JsonObject } from '../../../../src-shared/schema/task.ts';
import { t } from '../../../i18n/translate.ts';
import { Button } from '../../../ui/button.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import type { SchemaErrors } from '../../../ui/schema-form/schema-values.ts';
import { Section } from '../../../ui/section.tsx';
import { ChangeFailure } from '../shell/change-failure.tsx';
import { ProblemNote } from './check-result.tsx';
import { type SampleNode, writtenFor } from './sample-nodes.ts';
import { SampleTargetRow } from './sample-target-row.tsx';
import type { SampleTarget } from './sample-targets.ts';
import { SampleTree } from './sample-tree.tsx';
import { splitSchema } from './split-schema.ts';
import { nameOf, type Pointing, type PointingSettings, usePointing } from './use-pointing.ts';

export interface SampleMappingProps extends PointingSettings {
  errors: SchemaErrors;
  /** Does the work once what the source needs is filled in. */
  attempt: (work: () => void) => void;
}

/** What of a record becomes what of a task: chosen by pointing at a record of the source, or written as an expression. */
export function SampleMapping({ errors, attempt, ...settings }: SampleMappingProps) {
  const pointing = usePointing(settings);
  const { sample, record } = pointing;
  const mapping = splitSchema(settings.kind.config).mapping;
  return (
    <Section level={2} title={mapping?.field.label ?? t('sample.ownFields')} text={t(mapping ? 'sample.text' : 'sample.ownFieldsText')}>
      <div className="flex flex-wrap items-center gap-3">
        <Button icon={ScanSearch} busy={sample.busy} onClick={() => attempt(() => void pointing.read())}>
          {t(sample.read ? 'sample.readAgain' : 'sample.read')}
        </Button>
        <span role="status" className="min-w-0 text-small text-ink-muted">
          {pointing.said}
        </span>
      </div>
      <ChangeFailure failure={sample.failure} />
      {sample.read?.problem ? <ProblemNote title={t('sample.failed')} problem={sample.read.problem} /> : null}
      {sample.read?.ok && !record ? <p className="text-ink-muted">{t('sample.empty')}</p> : null}
      <div className="@container">
        <div className={record ? 'grid grid-cols-1 items-start gap-5 @min-[640px]:grid-cols-2' : 'max-w-[560px]'}>
          {record ? <SamplePane pointing={pointing} record={record} /> : null}
          <div ref={pointing.fields} className="flex min-w-0 flex-col gap-5">
            {mapping ? (
              <ul className="flex flex-col gap-2">
                {pointing.targets
                  .filter(({ isOwnField }) => !isOwnField)
                  .map((target) => (
                    <SampleTargetRow
                      key={target.id}
                      pointing={pointing}
                      target={target}
                      isRequired={target.isRequired}
                      error={errors[`${mapping.name}.${target.id}`]}
                    />
                  ))}
              </ul>
            ) : null}
            <OwnFields pointing={pointing} hasHeading={mapping !== null} />
          </div>
        </div>
      </div>
    </Section>
  );
}

function OwnFields({ pointing, hasHeading }: { pointing: Pointing; hasHeading: boolean }) {
  const list = (
    <>
      <ul className="flex flex-col gap-2 empty:hidden">
        {pointing.targets
          .filter(({ isOwnField }) => isOwnField)
          .map((target) => (
            <SampleTargetRow key={target.id} pointing={pointing} target={target} />
          ))}
      </ul>
      <Button icon={Plus} className="w-fit" onClick={pointing.addField}>
        {t('sample.addField')}
      </Button>
    </>
  );
  if (!hasHeading) return <div className="flex flex-col gap-2.5">{list}</div>;
  return (
    <Section title={t('sample.ownFields')} text={t('sample.ownFieldsText')}>
      {list}
    </Section>
  );
}

function SamplePane({ pointing, record }: { pointing: Pointing; record: JsonObject }) {
  const { active, at, count, show, targets } = pointing;
  const isOwnField = active?.isOwnField ?? true;
  const place = t('sample.record', { number: at + 1, count });
  return (
    <div className="min-w-0 overflow-hidden rounded-md border border-line bg-surface @min-[640px]:sticky @min-[640px]:top-4 @min-[640px]:order-last">
      <div className="flex items-center gap-1 border-b border-line bg-canvas py-1 pr-1 pl-2.5 text-small">
        <span className="min-w-0 flex-1 truncate">
          {t('sample.pointFor')} <strong className="font-semibold">{active ? nameOf(active) : t('sample.field')}</strong>
        </span>
        <span className="text-ink-muted tabular-nums">{place}</span>
        <IconButton icon={ChevronLeft} label={t('sample.previous')} disabled={at === 0} onClick={() => show(at - 1)} />
        <IconButton icon={ChevronRight} label={t('sample.following')} disabled={at + 1 >= count} onClick={() => show(at + 1)} />
      </div>
      <SampleTree
        root={pointing.tree}
        label={place}
        record={record}
        writtenFor={(node) => writtenFor(node, isOwnField)}
        takenFor={(node) => takenFor(targets, node)}
        onPick={pointing.pick}
        onLeave={pointing.leave}
      />
    </div>
  );
}

/** A name that stands alone may be written without the signs that an expression needs. */
function takenFor(targets: readonly SampleTarget[], node: SampleNode): string[] {
  const [only] = node.path.length === 1 ? node.path : [];
  return targets
    .filter(({ written, isOwnField }) => written !== '' && (written === writtenFor(node, isOwnField) || written === only))
    .map(nameOf);
}
