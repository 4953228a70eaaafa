// Bundles the command line (with the web server behind `start`) into dist/ and the islands into dist/assets.
// Does nothing when no source has changed since the last build. `--force` builds anyway.
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const dist = join(root, 'dist');
const stamp = join(dist, '.stamp');
const startedAt = new Date();

const sources = ['apps', 'modules', 'libs', 'platform', 'demo'];
const fingerprint = fingerprintOf([
  'package.json',
  'tsconfig.json',
  'package-lock.json',
  'script/build.mjs',
  ...sources,
]);

if (!process.argv.includes('--force') && existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint) {
  // The quick look in ./zhidian goes by this file's time.
  touch();
  process.exit(0);
}

try {
  // Built beside and moved into place file by file, the entry last: a server that is starting never reads half a build,
  // and one that is running still finds the older chunks it has not loaded yet.
  const draft = join(root, '.cache', `dist-${process.pid}`);
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(join(draft, 'assets'), { recursive: true });
  await Promise.all([buildServer(draft), buildIslands(join(draft, 'assets'))]);
  for (const folder of ['chunks', 'assets']) moveAll(join(draft, folder), join(dist, folder));
  moveAll(draft, dist);
  rmSync(draft, { recursive: true, force: true });
  writeFileSync(stamp, fingerprint);
  touch();
} catch (error) {
  process.stderr.write(`build: ${error instanceof Error ? error.message : error}\n`);
  process.exit(1);
}

/** Moves files over; what the new build no longer has goes after a week. */
function moveAll(from, to) {
  mkdirSync(to, { recursive: true });
  const fresh = new Set(existsSync(from) ? readdirSync(from) : []);
  for (const name of fresh)
    if (statSync(join(from, name)).isFile()) renameSync(join(from, name), join(to, name));
  const weekAgo = startedAt.getTime() - 7 * 24 * 3600 * 1000;
  for (const name of readdirSync(to)) {
    const found = statSync(join(to, name));
    if (found.isFile() && !fresh.has(name) && found.mtimeMs < weekAgo) rmSync(join(to, name));
  }
}

/** Packages are loaded from node_modules at run time; `#alias` imports and relative ones are bundled. */
function packagesOutside() {
  return {
    name: 'packages-outside',
    setup(bundler) {
      bundler.onResolve({ filter: /^[^./#]/ }, ({ path, kind }) =>
        kind === 'entry-point' ? undefined : { path, external: true },
      );
    },
  };
}

function buildServer(outdir) {
  return build({
    absWorkingDir: root,
    entryPoints: { cli: 'apps/cli/main.ts' },
    outdir,
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
}

async function buildIslands(outdir) {
  const folder = join(root, 'apps/web/islands');
  const entryPoints = existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
        .map((name) => join(folder, name))
    : [];
  if (entryPoints.length === 0) return;
  await build({
    absWorkingDir: root,
    entryPoints,
    outdir,
    bundle: true,
    minify: true,
    format: 'iife',
    platform: 'browser',
    target: ['es2019', 'chrome70', 'safari13'],
    legalComments: 'none',
    logLevel: 'error',
  });
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
