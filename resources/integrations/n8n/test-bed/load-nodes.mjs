import { createRequire, registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';

const require = createRequire(import.meta.url);
const PACKAGE = new URL('../', import.meta.url).href;
const STAND_IN = new URL('./n8n-workflow.mjs', import.meta.url).href;

/**
 * The nodes and the credential as n8n loads them, on n8n's own `n8n-workflow` where that is installed (`npm install` in
 * this package); elsewhere on a stand-in for the little of it that is used at run time.
 */
export function loadNodes() {
  const installed = installedAt('n8n-workflow');
  const workflow = installed ? { url: pathToFileURL(installed).href, format: 'commonjs' } : { url: STAND_IN, format: 'module' };
  const hooks = registerHooks({
    resolve(specifier, context, next) {
      if (specifier === 'n8n-workflow') return { ...workflow, shortCircuit: true };
      const resolved = next(specifier, context);
      // The package names no module type, as n8n's own template: its build makes CommonJS of it.
      return resolved.url.startsWith(PACKAGE) && resolved.url.endsWith('.ts') ? { ...resolved, format: 'module-typescript' } : resolved;
    },
  });
  try {
    const { DocketApi } = require('../credentials/DocketApi.credentials.ts');
    const { Docket } = require('../nodes/Docket/Docket.node.ts');
    const { DocketTrigger } = require('../nodes/DocketTrigger/DocketTrigger.node.ts');
    return { on: installed ? 'n8n-workflow' : 'stand-in', credential: new DocketApi(), docket: new Docket(), trigger: new DocketTrigger() };
  } finally {
    hooks.deregister();
  }
}

/** The CommonJS that n8n itself loads; null where the package is not installed. */
function installedAt(name) {
  try {
    return require.resolve(name);
  } catch {
    return null;
  }
}
