import { useState } from 'react';
import type { ApiOutcome } from '../../../data/api-client.ts';
import { t } from '../../../i18n/translate.ts';
import { useAction } from '../../../state/use-action.ts';
import { useIsHere } from '../../../state/use-is-here.ts';
import { Button } from '../../../ui/button.tsx';
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx';
import { Section } from '../../../ui/section.tsx';
import { ChangeFailure } from './change-failure.tsx';

export interface DeleteSectionProps {
  title: string;
  /** What will happen, and whether it can be undone. */
  consequence: string;
  /** Has to be typed first. */
  typed: { label: string; word: string };
  remove: () => Promise<ApiOutcome<unknown>>;
  /** Not called where the operator has left the page meanwhile. */
  onDeleted: () => void;
}

/** The end of a page of settings: removing the thing for good. */
export function DeleteSection({ title, consequence, typed, remove, onDeleted }: DeleteSectionProps) {
  const [asking, setAsking] = useState(false);
  const deleting = useAction();
  const isHere = useIsHere();
  const confirm = async () => {
    if ((await deleting.run(remove)) && isHere()) onDeleted();
  };
  return (
    <Section level={2} title={title} text={consequence}>
      <Button variant="danger" onClick={() => setAsking(true)} className="w-fit">
        {title}
      </Button>
      {asking ? (
        <ConfirmDialog
          title={title}
          consequence={consequence}
          typed={typed}
          action={title}
          cancelLabel={t('app.cancel')}
          closeLabel={t('app.close')}
          busy={deleting.busy}
          failure={<ChangeFailure failure={deleting.failure} />}
          onConfirm={() => void confirm()}
          onClose={() => setAsking(false)}
        />
      ) : null}
    </Section>
  );
}
