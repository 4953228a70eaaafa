import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { expect, it } from 'vitest';
import { inPackage } from '#platform/root';

it('all script of a page stays under 6 KB compressed', async () => {
  const result = await build({
    entryPoints: [inPackage('apps/web/islands/app.ts')],
    bundle: true,
    minify: true,
    format: 'iife',
    platform: 'browser',
    target: ['es2019', 'chrome70', 'safari13'],
    write: false,
  });
  const bytes = result.outputFiles[0]?.contents ?? new Uint8Array();
  expect(bytes.byteLength).toBeGreaterThan(500);
  expect(gzipSync(bytes).byteLength).toBeLessThan(6_000);
});
