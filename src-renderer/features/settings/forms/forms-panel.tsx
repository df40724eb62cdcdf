import { useCallback } from 'react';
import { FORM_ENDPOINTS } from '../../../../src-shared/http/form-endpoints.ts';
import { useConsole } from '../../../state/console-context.tsx';
import { useResource } from '../../../state/use-resource.ts';
import { FormList } from './form-list.tsx';

/** All forms. */
export function FormsPanel() {
  const { server } = useConsole();
  const forms = useResource(useCallback((signal) => server.call(FORM_ENDPOINTS['forms.list'], { signal }), [server]));
  return <FormList forms={forms} />;
}
