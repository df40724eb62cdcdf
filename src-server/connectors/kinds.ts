import { BACK_OFFICE } from './back-office/back-office-kind.ts';
import { COMPLYADVANTAGE } from './complyadvantage/complyadvantage-kind.ts';
import { HUBSPOT } from './hubspot/hubspot-kind.ts';
import { INTERCOM } from './intercom/intercom-kind.ts';
import type { VendorKind } from './vendor.ts';
import { ZENDESK } from './zendesk/zendesk-kind.ts';

/** Every kind of source that can be mirrored, in the order in which an admin is shown them. */
export const VENDOR_KINDS: readonly VendorKind[] = [HUBSPOT, ZENDESK, INTERCOM, COMPLYADVANTAGE, BACK_OFFICE];
