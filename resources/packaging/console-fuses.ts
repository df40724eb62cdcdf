import { FuseState, FuseV1Options, FuseVersion, flipFuses, getCurrentFuseWire } from '@electron/fuses';

/** What a packaged console's Electron can still be made to do from outside: as little as there is. */
export const CONSOLE_FUSES: Readonly<Record<FuseV1Options, boolean>> = {
  // ELECTRON_RUN_AS_NODE would make a signed program run anybody's script.
  [FuseV1Options.RunAsNode]: false,
  [FuseV1Options.EnableCookieEncryption]: true,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
  // A debugger may do all that the main process may.
  [FuseV1Options.EnableNodeCliInspectArguments]: false,
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
  [FuseV1Options.OnlyLoadAppFromAsar]: true,
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  // Pages come over app://; file:// is like any other scheme.
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
  // Faults are caught where WebAssembly runs: it keeps its speed, and nothing is opened by it.
  [FuseV1Options.WasmTrapHandlers]: true,
};

/** Sets the fuses of a console that is being packaged, before it is signed. Rejects when the file is no Electron, or they did not take. */
export async function setConsoleFuses(executable: string): Promise<void> {
  const wire = await getCurrentFuseWire(executable);
  // An Electron that is older than a fuse cannot be set by it.
  const known = Object.entries(CONSOLE_FUSES).filter(([fuse]) => Object.hasOwn(wire, fuse));
  await flipFuses(executable, {
    version: FuseVersion.V1,
    resetAdHocDarwinSignature: process.platform === 'darwin',
    ...Object.fromEntries(known),
  });
  const wrong = await findWrongFuses(executable);
  if (wrong.length > 0) throw new Error(`These fuses of ${executable} are not as they should be: ${wrong.join(', ')}.`);
}

/** The names of the fuses that this Electron has and that stand otherwise than they should. */
export async function findWrongFuses(executable: string): Promise<string[]> {
  const wire = await getCurrentFuseWire(executable);
  return Object.entries(CONSOLE_FUSES)
    .filter(
      ([fuse, isOn]) => Object.hasOwn(wire, fuse) && wire[Number(fuse) as FuseV1Options] !== (isOn ? FuseState.ENABLE : FuseState.DISABLE),
    )
    .map(([fuse]) => FuseV1Options[Number(fuse)] ?? fuse);
}
