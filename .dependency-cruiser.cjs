/** The rooms of the house and who may know whom. A rule that only a document states is not a rule. */
const room = (path) => `^${path}`
module.exports = {
  forbidden: [
    {
      name: 'domain-knows-nobody',
      comment: 'The mathematics of the field imports nothing outside itself.',
      severity: 'error',
      from: { path: room('electron/domain/'), pathNot: '\\.test\\.ts$' },
      to: { pathNot: room('electron/domain/') },
    },
    {
      name: 'db-knows-domain-only',
      severity: 'error',
      from: { path: room('db/'), pathNot: '(\\.test\\.ts$|/testing/)' },
      to: {
        pathNot: [
          room('db/'),
          room('electron/domain/'),
          '^(node:)?(fs|path|crypto|os)(/promises)?$',
          'better-sqlite3',
          '^(module|node:module)$',
        ],
      },
    },
    {
      name: 'one-file-names-the-driver',
      severity: 'error',
      from: { pathNot: '(^db/driver\\.ts$|\\.test\\.ts$)' },
      to: { path: 'better-sqlite3', pathNot: room('db/') },
    },
    {
      name: 'learning-knows-domain-and-tensorflow',
      severity: 'error',
      from: { path: room('electron/learning/'), pathNot: '(\\.test\\.ts$|/testing/)' },
      to: {
        pathNot: [
          room('electron/learning/'),
          room('electron/domain/'),
          '^electron/engine-protocol\\.ts$',
          '^(node:)?(fs|path|crypto|os|util|module)(/promises)?$',
          '@tensorflow',
        ],
      },
    },
    {
      name: 'photographs-do-not-know-the-window',
      severity: 'error',
      from: { path: room('electron/photographs/'), pathNot: '\\.test\\.ts$' },
      to: { path: [room('renderer/'), room('db/'), '^electron$', 'better-sqlite3'] },
    },
    {
      name: 'cohort-knows-domain-only',
      severity: 'error',
      from: { path: room('electron/cohort/'), pathNot: '\\.test\\.ts$' },
      to: { pathNot: [room('electron/cohort/'), room('electron/domain/'), 'jpeg-js'] },
    },
    {
      name: 'window-knows-domain-and-contract',
      severity: 'error',
      from: { path: room('renderer/'), pathNot: '(\\.test\\.ts$|vite\\.config\\.ts$|svelte\\.config\\.js$)' },
      to: {
        path: ['^electron/', '^db/', '^electron$', '^(node:)', 'better-sqlite3', '@tensorflow'],
        pathNot: [room('electron/domain/'), '^electron/contract\\.ts$', '^electron/decoder-protocol\\.ts$'],
      },
    },
    {
      name: 'nobody-knows-the-window',
      severity: 'error',
      from: { path: '^(electron|db)/' },
      to: { path: room('renderer/') },
    },
    {
      name: 'the-app-knows-no-journeys',
      comment:
        'What is for tests only, as the stand-in for Electron, is in nothing that is built. `npm test` is not either.',
      severity: 'error',
      from: { path: '^(electron|db|renderer)/', pathNot: '(\\.test\\.ts$|^electron/setup/)' },
      to: { path: room('e2e/') },
    },
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(build|out|dist)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.js', '.mjs', '.cjs', '.svelte', '.json'] },
  },
}
