import type { JsonObject } from '../../../src-shared/schema/task.ts';
import type { VendorKind } from '../vendor.ts';
import type { VendorResponse } from '../vendor-http.ts';
import { ComplyAdvantageConfig, ComplyAdvantageCredentials, DECIDED_MATCHES, findApiAddress } from './complyadvantage-settings.ts';
import { connectLegacy } from './legacy-client.ts';
import { connectMesh } from './mesh-client.ts';
import { verifyMeshEvent } from './verify-mesh-event.ts';

export const COMPLYADVANTAGE: VendorKind = {
  kind: 'complyadvantage',
  name: 'ComplyAdvantage',
  description:
    'Mirrors the open cases of Mesh, or the searches of the legacy API, and writes assignee and comments back; decisions only where you choose them.',
  config: ComplyAdvantageConfig,
  credentials: ComplyAdvantageCredentials,
  schedule: { everySeconds: 300, fullEverySeconds: 300 },
  statuses: [
    { word: 'INITIAL', status: 'by_assignee', isWritten: false },
    { word: 'REVIEW', status: 'started_by_assignee', isWritten: false },
    { word: 'DECISION', status: 'DONE' },
    { word: 'potential_match', status: 'by_assignee', isWritten: false },
    ...DECIDED_MATCHES.map((word) => ({ word, status: 'DONE', isWritten: false }) as const),
    { word: '*', status: 'by_assignee' },
  ],
  // Half of the 600 a minute of the standard contract.
  limits: { default: { requests: 300, perMs: 60_000 } },
  findConfigProblem,
  baseUrlOf: (config) => findApiAddress(config as ComplyAdvantageConfig) ?? '',
  readWaitMs,
  takesNotes: () => true,
  connect: (session) => ((session.config as ComplyAdvantageConfig).api === 'legacy' ? connectLegacy(session) : connectMesh(session)),
  verifyEvent: verifyMeshEvent,
};

function findConfigProblem(config: JsonObject, credentials: JsonObject): string | null {
  const { api = 'mesh', region = 'default', baseUrl, itemUrl } = config as ComplyAdvantageConfig;
  if (baseUrl && !URL.canParse(baseUrl)) return 'The address must be whole, like https://api.mesh.complyadvantage.com, or empty.';
  if (itemUrl && !/^https?:\/\//.test(itemUrl)) return 'The link of a case or search must start with https://.';
  if (findApiAddress(config as ComplyAdvantageConfig) === null)
    return `The product ${api} is not offered in the region ${region}: choose another.`;
  if (api === 'legacy') return 'apiKey' in credentials ? null : 'The legacy API needs an API key, not the API credentials of Mesh.';
  return 'accessKey' in credentials ? null : 'Mesh needs API credentials, an access key and a secret, not an API key of the legacy API.';
}

/** Seconds until the window is empty. Where nothing is left of it, it is waited for before the next request is refused. */
function readWaitMs({ status, headers }: VendorResponse): number | null {
  const seconds = Number(headers['ratelimit-reset'] || Number.NaN);
  if (!Number.isFinite(seconds) || seconds < 0) return null;
  return status === 429 || (status < 300 && headers['ratelimit-remaining'] === '0') ? seconds * 1_000 : null;
}
