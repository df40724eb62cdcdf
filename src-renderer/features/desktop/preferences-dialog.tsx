import { useRef } from 'react';
import { t } from '../../i18n/translate.ts';
import { changePreferences, openOverlay, useInterface } from '../../state/interface-state.ts';
import { NOTICE_KINDS, TEXT_SIZES } from '../../state/preferences.ts';
import { Button } from '../../ui/button.tsx';
import { CheckField, ChoiceList } from '../../ui/check-field.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { GroupFrame } from '../../ui/field-frame.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { DUE_NOTICE_MS } from './notice-watch.ts';

/** What an operator chooses for themselves on this computer, besides how it looks. */
export function PreferencesDialog() {
  const open = useInterface((state) => state.overlay === 'preferences');
  const textSize = useInterface((state) => state.textSize);
  const notices = useInterface((state) => state.notices);
  const floatWithBrowser = useInterface((state) => state.floatWithBrowser);
  const done = useRef<HTMLButtonElement>(null);
  const close = () => openOverlay(null);
  return (
    <Dialog
      open={open}
      onClose={close}
      title={t('preferences.title')}
      description={t('preferences.text')}
      closeLabel={t('app.close')}
      width="narrow"
      initialFocus={done}
    >
      <div className="flex flex-col gap-4 overflow-y-auto px-5 pt-3 pb-5">
        <SelectField
          label={t('preferences.textSize')}
          value={String(textSize)}
          options={TEXT_SIZES.map((size) => ({ value: String(size), label: `${size} %` }))}
          onChange={(value) => changePreferences({ textSize: Number(value) })}
        />
        <ChoiceList
          label={t('preferences.notices')}
          hint={t('preferences.noticesHint')}
          values={notices}
          options={NOTICE_KINDS.map((kind) => ({
            value: kind,
            label: kind === 'due' ? t('preferences.notices.due', { count: DUE_NOTICE_MS / 60_000 }) : t(`preferences.notices.${kind}`),
          }))}
          onChange={(values) => changePreferences({ notices: values })}
        />
        <GroupFrame label={t('preferences.player')}>
          <CheckField
            label={t('preferences.float')}
            checked={floatWithBrowser}
            onChange={(checked) => changePreferences({ floatWithBrowser: checked })}
          />
        </GroupFrame>
        <div className="flex justify-end">
          <Button ref={done} variant="primary" onClick={close}>
            {t('preferences.done')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
