import { describeMirror } from '../mirror-harness.ts';
import { createZendeskSimulator } from './create-zendesk-simulator.ts';
import { ZENDESK } from './zendesk-kind.ts';

describeMirror(ZENDESK, createZendeskSimulator);
