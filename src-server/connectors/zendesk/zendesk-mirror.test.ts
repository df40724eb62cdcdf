import { describeMirror } from '../mirror-harness.ts';
import { createZendeskSimulator } from './create-zendesk-simulator.ts';
import { ZENDESK } from './zendesk-kind.ts';

describeMirror(ZENDESK, async (options) => {
  const simulator = await createZendeskSimulator(options);
  return { ...simulator, config: { ...simulator.config, writesNotes: true } };
});
