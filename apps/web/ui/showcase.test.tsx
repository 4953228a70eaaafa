import { describe, expect, it } from 'vitest';
import { assetUrl, readAsset } from './index.ts';
import { formPage, frameOf, officePage, projectPage } from './showcase.fixture.tsx';

const pictures = { before: '/files/before.jpg', after: '/files/after.jpg' };
const modes = (['zh', 'en'] as const).flatMap((lang) => (['normal', 'large'] as const).map((type) => [lang, type] as const));

/** Every page of the showcase as HTML. */
function pagesOf(lang: 'zh' | 'en', type: 'normal' | 'large'): Record<string, string> {
  const guest = frameOf(lang, type, false);
  const staff = frameOf(lang, type, true);
  return {
    project: String(projectPage(guest, pictures)),
    office: String(officePage(staff)),
    form: String(formPage(staff, false)),
    rejected: String(formPage(guest, true)),
  };
}

describe.each(modes)('every part in %s, %s type', (lang, type) => {
  const pages = pagesOf(lang, type);

  it('is whole HTML without inline script or style', () => {
    for (const html of Object.values(pages)) {
      expect(html).toMatch(/^<!doctype html><html lang="(zh-CN|en)" data-type="(normal|large)">.*<\/html>$/s);
      expect(html).not.toMatch(/\sstyle=|<style|<script(?![^>]*\ssrc=)|\son[a-z]+=|\[object |undefined|NaN/);
    }
  });

  it('has one first heading, and every id only once', () => {
    for (const html of Object.values(pages)) {
      expect(html.match(/<h1[ >]/g)).toHaveLength(1);
      const ids = [...html.matchAll(/\sid="([^"]+)"/g)].map((match) => match[1]);
      expect(new Set(ids).size).toBe(ids.length);
    }
  });

  it('every label, description and summary link points to something that is there', () => {
    for (const html of Object.values(pages)) {
      const ids = new Set([...html.matchAll(/\sid="([^"]+)"/g)].map((match) => match[1]));
      const targets = [
        ...[...html.matchAll(/<label for="([^"]+)"/g)].map((match) => match[1] ?? ''),
        ...[...html.matchAll(/aria-describedby="([^"]+)"/g)].flatMap((match) => (match[1] ?? '').split(' ')),
        ...[...html.matchAll(/class="error-summary".*?<\/ul>/gs)].flatMap((summary) =>
          [...summary[0].matchAll(/href="#([^"]+)"/g)].map((match) => match[1] ?? ''),
        ),
      ];
      expect(targets.filter((target) => !ids.has(target))).toEqual([]);
    }
  });

  it('every picture has words, every drawing is named or hidden', () => {
    for (const html of Object.values(pages)) {
      for (const [image] of html.matchAll(/<img [^>]*>/g)) expect(image).toMatch(/alt="[^"]+"/);
      for (const [drawing] of html.matchAll(/<svg [^>]*>/g)) expect(drawing).toMatch(/aria-hidden="true"|role="img" aria-label="[^"]+"/);
    }
  });

  it('keeps what was typed in a rejected form and says what is wrong beside the field', () => {
    expect(pages.rejected).toContain('value="五十"');
    expect(pages.rejected).toMatch(/aria-invalid="true"[^>]*value="五十"|value="五十"[^>]*aria-invalid="true"/);
    expect(pages.rejected).toMatch(/<p class="error" id="f-amount-error">金额请写成/);
    expect(pages.rejected).toMatch(/<input[^>]*value="light" checked/);
  });

  it('common words come in its language', () => {
    expect(pages.office).toContain(lang === 'zh' ? '导出 Excel' : 'Export to Excel');
    expect(pages.project).toContain(lang === 'zh' ? '合计' : 'Total');
    expect(pages.form).toContain(lang === 'zh' ? '选填' : 'optional');
  });
});

describe('page weight', () => {
  it('the heaviest page with its style sheet stays far below 60 KB compressed', async () => {
    const { gzipSync } = await import('node:zlib');
    const css = readAsset(assetUrl('app.css')?.split('/').at(-1) ?? '');
    if (css === undefined) throw new Error('the style sheet should be there');
    const heaviest = Math.max(...Object.values(pagesOf('zh', 'normal')).map((html) => gzipSync(html).byteLength));
    expect(gzipSync(css.body).byteLength).toBeLessThan(10_000);
    expect(heaviest + gzipSync(css.body).byteLength).toBeLessThan(20_000);
  });
});

describe('assets', () => {
  it('an address carries the hash of its content; a wrong hash or a path finds nothing', () => {
    const url = assetUrl('app.css') ?? '';
    expect(url).toMatch(/^\/assets\/app\.[0-9a-f]{10}\.css$/);
    expect(readAsset(url.slice('/assets/'.length))?.type).toBe('text/css; charset=utf-8');
    expect(readAsset('app.0000000000.css')).toBeUndefined();
    expect(readAsset('../ui/assets.ts')).toBeUndefined();
  });
});
