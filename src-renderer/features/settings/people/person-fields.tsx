import { USER_ROLES, type UserRole } from '../../../../src-shared/schema/user.ts';
import { t } from '../../../i18n/translate.ts';
import { ListField } from '../../../ui/list-field.tsx';
import { SelectField } from '../../../ui/select-field.tsx';

export function RoleField({ value, onChange }: { value: UserRole; onChange: (role: UserRole) => void }) {
  return (
    <SelectField
      label={t('people.role')}
      hint={t(`people.roleHint.${value}`)}
      value={value}
      options={USER_ROLES.map((role) => ({ value: role, label: t(`account.role.${role}`) }))}
      onChange={onChange}
    />
  );
}

export function SkillsField({ values, onChange }: { values: readonly string[]; onChange: (skills: string[]) => void }) {
  return (
    <ListField
      label={t('people.skills')}
      hint={t('people.skillsHint')}
      mark={t('form.optional')}
      values={values}
      addLabel={t('form.add')}
      removeLabel={(name) => t('form.remove', { name })}
      onChange={onChange}
    />
  );
}
