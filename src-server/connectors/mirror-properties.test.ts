import { createMemoryVendor } from './memory-vendor.ts';
import { describeMirror } from './mirror-harness.ts';

const { kind, createSimulator } = createMemoryVendor();
describeMirror(kind, createSimulator);
