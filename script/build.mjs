// Bundles the command line (with the web server behind `start`) into dist/ and the islands into dist/assets.
// Does nothing when no source has changed since the last build. `--force` builds anyway.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const dist = join(root, 'dist');
const stamp = join(dist, '.stamp');
const startedAt = new Date();

const sources = ['apps', 'modules', 'libs', 'platform', 'demo'];
const fingerprint = fingerprintOf(['package.json', 'tsconfig.json', 'package-lock.json', 'script/build.mjs', ...sources]);

if (!process.argv.includes('--force') && existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint) {
  // The quick look in ./zhidian goes by this file's time.
  touch();
  process.exit(0);
}

try {
  // Everything is built before anything is written, and each file is moved into place whole, the entry last: a server that
  // is starting never reads half a build, and one that is running still finds the older chunks it has not loaded yet.
  const built = (await Promise.all([buildServer(), buildIslands()])).flat();
  const entry = join(dist, 'cli.js');
  for (const file of built.filter(({ path }) => path !== entry)) place(file);
  for (const file of built.filter(({ path }) => path === entry)) place(file);
  removeOld(new Set(built.map(({ path }) => path)));
  writeFileSync(stamp, fingerprint);
  touch();
} catch (error) {
  process.stderr.write(`build: ${error instanceof Error ? error.message : error}\n`);
  process.exit(1);
}

function place({ path, contents }) {
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}.tmp`;
  writeFileSync(draft, contents);
  renameSync(draft, path);
}

/** What the new build no longer has goes after a week. */
function removeOld(fresh) {
  const weekAgo = startedAt.getTime() - 7 * 24 * 3600 * 1000;
  for (const name of readdirSync(dist, { recursive: true })) {
    const path = join(dist, name);
    const found = statSync(path);
    if (found.isFile() && !fresh.has(path) && path !== stamp && found.mtimeMs < weekAgo) rmSync(path);
  }
}

/** Packages are loaded from node_modules at run time; `#alias` imports and relative ones are bundled. */
function packagesOutside() {
  return {
    name: 'packages-outside',
    setup(bundler) {
      bundler.onResolve({ filter: /^[^./#]/ }, ({ path, kind }) => (kind === 'entry-point' ? undefined : { path, external: true }));
    },
  };
}

async function buildServer() {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: { cli: 'apps/cli/main.ts' },
    outdir: dist,
    write: false,
    chunkNames: 'chunks/[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    jsx: 'automatic',
    jsxImportSource: 'hono/jsx',
    sourcemap: true,
    legalComments: 'none',
    logLevel: 'error',
    plugins: [packagesOutside()],
  });
  return outputFiles;
}

async function buildIslands() {
  const folder = join(root, 'apps/web/islands');
  const entryPoints = existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
        .map((name) => join(folder, name))
    : [];
  if (entryPoints.length === 0) return [];
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints,
    outdir: join(dist, 'assets'),
    write: false,
    bundle: true,
    minify: true,
    format: 'iife',
    platform: 'browser',
    target: ['es2019', 'chrome70', 'safari13'],
    legalComments: 'none',
    logLevel: 'error',
  });
  return outputFiles;
}

function touch() {
  try {
    utimesSync(stamp, startedAt, startedAt);
  } catch {
    // A checkout that belongs to somebody else: the next start looks again, nothing worse.
  }
}

/** Names, sizes and times of all source files, as one digest. */
function fingerprintOf(paths) {
  const hash = createHash('sha256').update(process.version);
  const visit = (path) => {
    if (!existsSync(path)) return;
    const stat = statSync(path);
    if (stat.isDirectory()) {
      for (const name of readdirSync(path).sort()) if (name !== 'node_modules') visit(join(path, name));
    } else {
      hash.update(`${relative(root, path)} ${stat.size} ${stat.mtimeMs}\n`);
    }
  };
  for (const path of paths) visit(join(root, path));
  return hash.digest('hex');
}
