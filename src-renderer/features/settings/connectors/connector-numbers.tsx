import type { Connector } from '../../../../src-shared/schema/connector.ts';
import { t } from '../../../i18n/translate.ts';
import { Section } from '../../../ui/section.tsx';
import { TextField } from '../../../ui/text-field.tsx';

/** As they are typed. */
export interface Numbers {
  everySeconds: string;
  fullEverySeconds: string;
  absences: string;
  closingPercent: string;
}

export function numbersOf({ schedule, safety }: Connector): Numbers {
  return {
    everySeconds: String(schedule.every_seconds),
    fullEverySeconds: String(schedule.full_every_seconds),
    absences: String(safety.absences),
    closingPercent: String(Math.round(safety.maximum_closing_share * 100)),
  };
}

/** What the server takes. */
export function limitsOf(numbers: Numbers): Pick<Connector, 'schedule' | 'safety'> {
  return {
    schedule: { every_seconds: Number(numbers.everySeconds), full_every_seconds: Number(numbers.fullEverySeconds) },
    safety: { absences: Number(numbers.absences), maximum_closing_share: Number(numbers.closingPercent) / 100 },
  };
}

/** How often it looks, and how much it may close by itself. */
export function ConnectorNumbers({ numbers, onChange }: { numbers: Numbers; onChange: (numbers: Numbers) => void }) {
  const number = (key: keyof Numbers, label: string, hint?: string) => (
    <TextField
      label={label}
      hint={hint}
      inputMode="numeric"
      value={numbers[key]}
      onChange={(event) => onChange({ ...numbers, [key]: event.target.value })}
    />
  );
  return (
    <>
      <Section level={2} title={t('connectors.schedule')} text={t('connectors.scheduleText')}>
        <div className="grid grid-cols-2 gap-4">
          {number('everySeconds', t('connectors.everySeconds'))}
          {number('fullEverySeconds', t('connectors.fullEverySeconds'))}
        </div>
      </Section>
      <Section level={2} title={t('connectors.safety')} text={t('connectors.safetyText')}>
        <div className="grid grid-cols-2 gap-4">
          {number('absences', t('connectors.absences'), t('connectors.absencesHint'))}
          {number('closingPercent', t('connectors.closingPercent'), t('connectors.closingPercentHint'))}
        </div>
      </Section>
    </>
  );
}
