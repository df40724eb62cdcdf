/** Who may import whom: the table of ARCHITECTURE.md. Each rule's comment says what to do instead. */
const NODE_CORE = { dependencyTypes: ['core'] };

/** Packages that a folder may use; everything else under node_modules is out of bounds for it. */
function onlyPackages(name, from, packages, comment) {
  return {
    name,
    comment,
    severity: 'error',
    from: { path: from, pathNot: '\\.(test|bench)\\.tsx?$' },
    to: { path: 'node_modules', pathNot: `node_modules/(${packages.join('|')})(/|$)` },
  };
}

function never(name, from, to, comment, extra = {}) {
  return {
    name,
    comment,
    severity: 'error',
    from: { path: from, pathNot: '\\.(test|bench)\\.tsx?$', ...extra },
    to: typeof to === 'string' ? { path: to } : to,
  };
}

export default {
  forbidden: [
    {
      name: 'no-circular',
      comment: 'Move what both need into a third file.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'no-unresolved', comment: 'Fix the path, or add the package.', severity: 'error', from: {}, to: { couldNotResolve: true } },

    never('shared-is-pure', '^src-shared', '^src-(main|renderer|server)', 'Pass in what shared code needs; it imports nothing but itself.'),
    never('shared-has-no-node', '^src-shared', NODE_CORE, 'Shared code runs in a page too: no Node modules.'),
    onlyPackages('shared-packages', '^src-shared', ['typebox'], 'Shared code uses TypeBox and nothing else.'),

    never(
      'main-stays-main',
      '^src-main/main',
      '^src-(renderer|server)|^src-main/preload',
      'The main process shares through src-shared and IPC only.',
    ),
    never(
      'preload-is-thin',
      '^src-main/preload',
      { path: '^src-', pathNot: '^src-shared/ipc|^src-main/preload' },
      'The preload exposes the IPC contract and nothing else.',
    ),
    onlyPackages('preload-packages', '^src-main/preload', ['electron'], 'The preload is sandboxed: electron only.'),
    onlyPackages('main-packages', '^src-main/main', ['electron', 'typebox'], 'Add the package to this rule with the reason in the commit.'),

    never(
      'renderer-stays-renderer',
      '^src-renderer',
      '^src-(main|server)',
      'The page reaches the main process through window.docket and the server through app://docket/api.',
    ),
    never('renderer-has-no-node', '^src-renderer', NODE_CORE, 'The page is sandboxed.'),
    never('renderer-has-no-electron', '^src-renderer', 'node_modules/(electron|fastify)', 'The page is sandboxed.'),
    never(
      'ui-has-no-data',
      '^src-renderer/ui',
      '^src-renderer/(data|commands|state|features|app)',
      'Components in ui get everything by props.',
    ),
    never('data-is-below', '^src-renderer/data', '^src-renderer/(ui|commands|state|features|app)', 'Data knows nothing of what shows it.'),
    never(
      'commands-are-below-features',
      '^src-renderer/commands',
      '^src-renderer/(features|app)',
      'Features register what a command runs.',
    ),
    never(
      'state-is-below-features',
      '^src-renderer/state',
      '^src-renderer/(features|app)',
      'State is read by features, not the other way round.',
    ),
    never('features-are-below-app', '^src-renderer/features', '^src-renderer/app', 'The app composes features.'),
    {
      name: 'features-are-apart',
      comment: 'Features meet in app/, or share a component in ui/.',
      severity: 'error',
      from: { path: '^src-renderer/features/([^/]+)/' },
      to: { path: '^src-renderer/features/([^/]+)/', pathNot: '^src-renderer/features/$1/' },
    },

    never('server-stays-server', '^src-server', '^src-(main|renderer)', 'The server shares through src-shared only.'),
    never('server-has-no-electron', '^src-server', 'node_modules/(electron|react)', 'The server runs without a desktop.'),
    never(
      'fastify-at-the-edge',
      '^src-server',
      { path: 'node_modules/(fastify|@fastify)' },
      'Fastify is known to routes, http, app and start; commands take plain values.',
      {
        pathNot:
          '^src-server/(routes|http|bench)/|^src-server/(app|app-dependencies|app-fixture|start)\\.ts$|^src-server/feed/stream|\\.(test|bench)\\.tsx?$',
      },
    ),
    never('nothing-imports-routes', '^src-server', '^src-server/routes', 'Move what is needed into the noun that owns it.', {
      pathNot: '^src-server/(routes/|app\\.ts$)|\\.(test|bench)\\.tsx?$',
    }),
    never('nothing-imports-the-app', '^src-server', '^src-server/(app|start)\\.ts$', 'Only serve builds the app.', {
      pathNot: '^src-server/(serve|app-fixture)\\.ts$|\\.(test|bench)\\.tsx?$',
    }),
    never('product-has-no-tests-in-it', '^src-', { path: '^e2e/|\\.(test|bench)\\.tsx?$' }, 'Move it out of the test.'),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(out|data|\\.cache)/' },
    // TypeScript 7 has no parser that other tools can call; swc reads the same language.
    parser: 'swc',
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json', '.css'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      exportsFields: ['exports'],
    },
  },
};
