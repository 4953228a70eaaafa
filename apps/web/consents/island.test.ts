import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { expect, it } from 'vitest';
import { inPackage } from '#platform/root';

it('what a collector loads stays under 20 KB compressed', async () => {
  const result = await build({
    entryPoints: ['consent.ts', 'consent-worker.ts'].map((name) => inPackage(`apps/web/islands/${name}`)),
    bundle: true,
    minify: true,
    format: 'iife',
    platform: 'browser',
    target: ['es2019', 'chrome70', 'safari13'],
    write: false,
    outdir: 'out',
  });
  const bytes = result.outputFiles.reduce((sum, file) => sum + gzipSync(file.contents).byteLength, 0);
  expect(bytes).toBeGreaterThan(2_000);
  expect(bytes).toBeLessThan(20_000);
});
