// Directions between folders: libs ← platform ← modules ← apps; a module enters another only through its index.ts,
// along the edges of modules/edges.json. testing/fixtures/boundaries holds a planted violation that a test must see caught.
const edges = require('./modules/edges.json');
// In the test the planted tree stands for the real one; its files may reach into both.
const planted = process.env.BOUNDARIES_PLANTED ? '^(?:testing/fixtures/boundaries/)?' : '^';

const rules = [
  { name: 'libs-are-pure', from: { path: `${planted}libs/`, pathNot: '\\.test\\.ts$' }, to: { path: `${planted}(platform|modules|apps|demo|policies|testing)/` } },
  { name: 'libs-have-no-io', from: { path: `${planted}libs/`, pathNot: '\\.test\\.ts$' }, to: { dependencyTypes: ['core'] } },
  { name: 'platform-knows-no-module', from: { path: `${planted}platform/`, pathNot: '\\.test\\.ts$' }, to: { path: `${planted}(modules|apps|demo)/` } },
  { name: 'modules-know-no-app', from: { path: `${planted}modules/`, pathNot: '\\.test\\.tsx?$' }, to: { path: `${planted}(apps|demo)/` } },
  { name: 'apps-have-no-sql', from: { path: `${planted}apps/web/`, pathNot: '(\\.test\\.tsx?$|apps/web/(app|server|daily)\\.tsx?$)' }, to: { path: '^node_modules/pg/' } },
  { name: 'no-cycles', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
  // The same rule for modules, generated so that a new module is covered without anyone remembering it.
  {
    name: 'module-only-through-its-door',
    from: { path: `${planted}modules/([^/]+)/` },
    to: { path: `${planted}modules/([^/]+)/`, pathNot: [`${planted}modules/$1/`, `${planted}modules/[^/]+/index\\.ts$`] },
  },
  { name: 'apps-enter-modules-through-the-door', from: { path: `${planted}(apps|demo)/` }, to: { path: `${planted}modules/`, pathNot: `${planted}modules/[^/]+/index\\.ts$` } },
  ...Object.entries(edges).map(([name, allowed]) => ({
    name: `edges-of-${name}`,
    from: { path: `${planted}modules/${name}/`, pathNot: '\\.test\\.tsx?$' },
    to: { path: `${planted}modules/`, pathNot: [name, ...allowed].map((other) => `${planted}modules/${other}/`) },
  })),
  {
    name: 'module-not-in-edges',
    from: { path: `${planted}modules/`, pathNot: Object.keys(edges).map((name) => `${planted}modules/${name}/`) },
    to: {},
  },
];

module.exports = {
  forbidden: rules.map((rule) => ({ severity: 'error', ...rule })),
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { conditionNames: ['import', 'node', 'default'], extensions: ['.ts', '.tsx', '.js'] },
  },
};
