import { sayKnown } from '../../i18n/say-again.ts';
import { t } from '../../i18n/translate.ts';

/** A failed sign-in → what to tell, and which field it is about. */
export function signInError(code: string, message: string): { field: 'server' | 'password' | null; text: string } {
  switch (code) {
    // The main process says what is wrong with the address, and names it as it was understood.
    case 'server_unreachable':
    case 'bad_address':
    case 'not_docket':
      return { field: 'server', text: sayKnown(message) };
    case 'invalid_credentials':
    case 'unauthorized':
      return { field: 'password', text: t('signIn.error.invalid_credentials') };
    case 'protocol_unsupported':
      return { field: 'server', text: t('signIn.error.protocol_unsupported') };
    case 'rate_limited':
      return { field: null, text: t('signIn.error.rate_limited') };
    case 'not_set_up':
      return { field: 'server', text: t('signIn.error.not_set_up') };
    // A link that is not known: its sentence says all, and nobody signed in yet.
    case 'not_found':
      return { field: null, text: sayKnown(message) };
    default:
      return { field: null, text: t('signIn.error.other', { message: sayKnown(message) }) };
  }
}
