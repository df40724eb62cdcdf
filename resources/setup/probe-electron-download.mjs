// Exits 0 if the `electron` package can get its binary: because it is in the package's own cache, or because
// the small list of checksums beside it downloads, through the mirrors and proxies that the binary would take.
import { createRequire } from 'node:module';

const requireFromHere = createRequire(import.meta.url);
const requireFromElectron = createRequire(requireFromHere.resolve('electron/package.json'));
const { version } = requireFromElectron('./package.json');
const { downloadArtifact, ElectronDownloadCacheMode } = requireFromElectron('@electron/get');

const offline = { download: () => Promise.reject(new Error('not in the cache')) };

try {
  await Promise.any([
    downloadArtifact({
      version,
      artifactName: 'electron',
      platform: process.platform,
      arch: process.arch,
      checksums: requireFromElectron('./checksums.json'),
      cacheMode: ElectronDownloadCacheMode.ReadOnly,
      downloader: offline,
    }),
    downloadArtifact({
      version,
      artifactName: 'SHASUMS256.txt',
      isGeneric: true,
      cacheMode: ElectronDownloadCacheMode.Bypass,
    }),
  ]);
} catch (failure) {
  process.stderr.write(`${failure.errors.map((error) => error.message).join('\n')}\n`);
  process.exit(1);
}
