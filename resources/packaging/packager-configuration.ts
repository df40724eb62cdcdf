import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Configuration } from 'electron-builder';
import { APP_ID } from '../../src-main/main/app-origin.ts';
import { setConsoleFuses } from './console-fuses.ts';
import { PACKAGES, PACKAGING, STAGE } from './packaging-paths.ts';

/** What an Electron may bring besides itself: the app that it starts when it was given none. */
const NOT_OURS = ['default_app.asar', 'app', 'app-update.yml'];

/**
 * How electron-builder makes the packages, of `electronFolder` and of what was staged. It downloads nothing for
 * Linux; for a Mac's and Windows' packages it fetches its own helpers.
 */
export function packagerConfiguration(electronFolder: string): Configuration {
  return {
    appId: APP_ID,
    productName: 'Docket',
    copyright: `Copyright © ${new Date().getFullYear()} Docket`,
    directories: { app: join(STAGE, 'app'), output: PACKAGES, buildResources: PACKAGING },
    electronDist: electronFolder,
    electronVersion: electronVersionOf(electronFolder),
    // Everything is bundled: nothing to be installed, compiled or looked for.
    beforeBuild: async () => false,
    asar: true,
    extraResources: [
      { from: join(STAGE, 'server'), to: 'server' },
      { from: join(STAGE, 'notices'), to: 'notices' },
      { from: join(PACKAGING, 'icons/256x256.png'), to: 'docket.png' },
    ],
    protocols: [{ name: 'Docket task', schemes: ['docket'], role: 'Viewer' }],
    artifactName: `\${name}-\${version}-\${os}-\${arch}.\${ext}`,
    afterExtract: ({ appOutDir }) => {
      for (const folder of findResources(appOutDir)) {
        for (const name of NOT_OURS) rmSync(join(folder, name), { recursive: true, force: true });
      }
      rmSync(join(appOutDir, 'version'), { force: true });
    },
    afterPack: async ({ appOutDir, electronPlatformName, packager }) => {
      const { productFilename } = packager.appInfo;
      if (electronPlatformName === 'darwin') await setConsoleFuses(join(appOutDir, `${productFilename}.app`));
      else await setConsoleFuses(join(appOutDir, electronPlatformName === 'win32' ? `${productFilename}.exe` : 'docket'));
    },
    publish: null,
    // What becomes of the folder is told in `pack-for-linux.ts`.
    linux: {
      target: ['dir'],
      executableName: 'docket',
      syncDesktopName: true,
      category: 'Office',
      icon: join(PACKAGING, 'icons'),
    },
    mac: {
      target: ['dmg', 'zip'],
      category: 'public.app-category.business',
      icon: join(PACKAGING, 'icons/docket.icns'),
      hardenedRuntime: true,
      gatekeeperAssess: false,
      entitlements: join(PACKAGING, 'macos/console.entitlements.plist'),
      entitlementsInherit: join(PACKAGING, 'macos/console.entitlements.plist'),
    },
    win: { target: ['nsis'], icon: join(PACKAGING, 'icons/docket.ico') },
    nsis: { oneClick: true, perMachine: false, include: join(PACKAGING, 'windows/docket-links.nsh') },
  };
}

export function electronVersionOf(electronFolder: string): string {
  return readFileSync(join(electronFolder, 'version'), 'utf8').trim().replace(/^v/, '');
}

/** `resources`, or on a Mac the bundle's. */
function findResources(folder: string): string[] {
  const bundles = readdirSync(folder).filter((name) => name.endsWith('.app'));
  return bundles.length > 0 ? bundles.map((bundle) => join(folder, bundle, 'Contents/Resources')) : [join(folder, 'resources')];
}
