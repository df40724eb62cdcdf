import { deAnswers } from './de-answers.ts';
import { deDefinitions } from './de-definitions.ts';
import { deFailures } from './de-failures.ts';
import { deShared } from './de-shared.ts';
import { deVendorFailures } from './de-vendor-failures.ts';
import { deVendors } from './de-vendors.ts';
import type { ServerSentences } from './server-sentences.ts';

export const deServer: ServerSentences = {
  ...deShared,
  ...deAnswers,
  ...deDefinitions,
  ...deFailures,
  ...deVendorFailures,
  ...deVendors,
};
