import { describeMirror } from '../mirror-harness.ts';
import { BACK_OFFICE } from './back-office-kind.ts';
import { createBackOfficeSimulator } from './create-back-office-simulator.ts';

describeMirror(BACK_OFFICE, createBackOfficeSimulator, { isReadOnly: true });
